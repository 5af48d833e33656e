"""One open screen as its server knows it: a websocket on which a browser asks for reruns."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RERUN_SECONDS = 60


class BrowserSession:
    """Speaks for one browser that looks at one screen."""

    def __init__(self, socket: ClientConnection, port: int, screen: str, query: str) -> None:
        self._socket = socket
        self._address = f"http://localhost:{port}/{screen}"
        self._screen, self._query = screen, query
        self._page = ""
        # What the browser holds already: the server then sends the name of a message in its place.
        self._kept: dict[str, None] = {}

    async def rerun(self) -> float:
        """Ask for a rerun of the whole screen; return the seconds until all of its messages are here.

        Raises:
            RuntimeError: the script did not come to its end.
        """
        asked = self._question()
        begun = time.perf_counter()
        await self._socket.send(asked)
        while True:
            frame = await self._socket.recv()
            answer = ForwardMsg.FromString(frame)
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                # Which of the pages the script has opened; a browser asks for that one from then on.
                self._page = answer.navigation.page_script_hash
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - begun
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                raise RuntimeError(f"{self._address}: {answer}")
            if answer.metadata.cacheable and answer.hash:
                self._kept[answer.hash] = None

    def _question(self) -> bytes:
        question = BackMsg()
        wish = question.rerun_script
        wish.query_string = self._query
        if self._page:
            wish.page_script_hash = self._page
        else:
            wish.page_name = self._screen
        wish.cached_message_hashes.extend(self._kept)
        wish.context_info.url = self._address
        wish.context_info.locale = "en-GB"
        wish.context_info.timezone = "UTC"
        wish.context_info.color_scheme = "light"
        frame: bytes = question.SerializeToString()
        return frame


@asynccontextmanager
async def browser_session(port: int, screen: str = "", **query: str) -> AsyncIterator[BrowserSession]:
    """Open a screen as its own page would, with the origin that the front door asks for."""
    async with connect(
        f"ws://localhost:{port}/_stcore/stream",
        origin=f"http://localhost:{port}",  # type: ignore[arg-type]  # the library's name for a plain text
        subprotocols=["streamlit"],  # type: ignore[list-item]  # the same
        max_size=None,
        compression="deflate",
    ) as socket:
        yield BrowserSession(socket, port, screen, urlencode(query))
