"""Starts the product's server on a port as `jalon serve` does, and lets it show an empty page when asked."""

import sys
from types import CodeType
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from tracker.web.serve import serve

EMPTY = compile("", "empty.py", "exec")
_product = ScriptCache.get_bytecode


def _empty_or_product(self: ScriptCache, script_path: str) -> CodeType | Any:
    context = get_script_run_ctx()
    asks_for_empty = context is not None and context.query_string.startswith("empty")
    return EMPTY if asks_for_empty else _product(self, script_path)


ScriptCache.get_bytecode = _empty_or_product  # type: ignore[method-assign]
serve(port=int(sys.argv[1]))
