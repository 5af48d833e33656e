"""The door: who comes through it, who does not, and how long a session holds."""

import threading
from datetime import datetime, timedelta

import pyotp
import pytest

from tests.identity.conftest import NOW, PASSWORD, Town, later
from tracker.commands.account import DisableAccount, EnableAccount, EndSessions, SetPassword
from tracker.commands.second_factor import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    RemoveSecondFactor,
    RequireSecondFactor,
)
from tracker.identity import sessions, throttle
from tracker.identity.passwords import hashed
from tracker.identity.second_factor import new_recovery_codes, recovery_hash, step_of_code
from tracker.identity.sign_in import complete, give_code, sign_in
from tracker.model.errors import CodeRefusedError, RuleError, SignInRefusedError, TooManyAttemptsError
from tracker.model.sign_in import Stage

HOME, ELSEWHERE = "10.0.0.5", "203.0.113.9"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of nobody  # noqa: S105  # of nobody


def code(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


def with_second_factor(town: Town, login: str = "mayor") -> list[str]:
    codes = new_recovery_codes()
    author = town.author(login)
    town.do(BeginSecondFactor(login=login, secret=SECRET), author)
    hashes = [recovery_hash(author.account_id or 0, each) for each in codes]
    town.do(ConfirmSecondFactor(login=login, secret=SECRET, step=0, recovery_hashes=hashes), author)
    return codes


def enters(town: Town, login: str = "mayor", address: str = HOME, at: datetime = NOW) -> str:
    return sign_in(town.database, login, PASSWORD, address, at).token


def holds(town: Town, token: str, at: datetime = NOW) -> bool:
    return sessions.session_of_token(town.database, token, at) is not None


def test_the_right_password_opens_a_session_and_its_token_is_kept_nowhere(town: Town) -> None:
    token = enters(town, login=" MAYOR ")
    session = sessions.session_of_token(town.database, token, NOW)
    assert session is not None
    assert (session.login, session.title, session.stage) == ("mayor", "Mayor", Stage.COMPLETE)
    with town.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM sign_in_session").all()
    assert token not in str(rows)
    assert town.account("mayor").last_signed_in_at == NOW


@pytest.mark.parametrize(
    ("login", "password"), [("mayor", "wrong"), ("nobody", PASSWORD), ("", ""), ("mayor", "x" * 300)]
)
def test_who_is_refused_is_told_the_same(town: Town, login: str, password: str) -> None:
    with pytest.raises(SignInRefusedError):
        sign_in(town.database, login, password, HOME, NOW)


def test_a_disabled_account_is_refused_like_an_unknown_one_and_its_sessions_end(town: Town) -> None:
    token = enters(town, "relay@town.example")
    town.do(DisableAccount(login="relay@town.example"))
    assert not holds(town, token)
    with pytest.raises(SignInRefusedError):
        enters(town, "relay@town.example")
    town.do(EnableAccount(login="relay@town.example"))
    assert not holds(town, token)
    assert enters(town, "relay@town.example")


def test_a_session_ends_by_time_and_by_want_of_use(town: Town) -> None:
    token = enters(town)
    assert holds(town, token, NOW + sessions.IDLE - timedelta(seconds=1))
    assert not holds(town, token, NOW + sessions.IDLE)
    at = NOW
    while at < NOW + sessions.LONGEST - timedelta(hours=6):
        session = sessions.session_of_token(town.database, token, at)
        assert session is not None
        sessions.note_seen(town.database, session, at)
        at += timedelta(hours=6)
    assert not holds(town, token, NOW + sessions.LONGEST)


def test_signing_out_ends_one_session_or_all(town: Town) -> None:
    first, second, third = enters(town), enters(town), enters(town, "relay@town.example")
    sessions.end_session(town.database, first)
    assert [holds(town, token) for token in (first, second, third)] == [False, True, True]
    town.do(EndSessions(login="mayor"), town.author("mayor"))
    assert [holds(town, token) for token in (second, third)] == [False, True]


def test_another_password_ends_every_session(town: Town) -> None:
    token = enters(town)
    other = hashed("some quite other words", "mayor")
    town.do(SetPassword(login="mayor", password_hash=other), town.author("mayor"))
    assert not holds(town, token)
    with pytest.raises(SignInRefusedError):
        enters(town)
    assert sign_in(town.database, "mayor", "some quite other words", HOME, NOW).token


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaa", "mayor mayor 12", "x" * 201])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(RuleError):
        hashed(weak, "mayor@town.example")


def test_wrong_attempts_are_slowed_for_one_address_and_not_for_the_person_elsewhere(town: Town) -> None:
    for _ in range(throttle.FREE_OF_NAME):
        with pytest.raises(SignInRefusedError):
            sign_in(town.database, "mayor", "wrong", ELSEWHERE, NOW)
    with pytest.raises(TooManyAttemptsError):
        enters(town, address=ELSEWHERE)
    assert enters(town, address=HOME)
    assert enters(town, address=ELSEWHERE, at=later(seconds=20))


def test_many_names_from_one_address_are_slowed_too(town: Town) -> None:
    for number in range(throttle.FREE_OF_ADDRESS):
        assert throttle.may_try(town.database, f"name {number}", ELSEWHERE, NOW)
    assert not throttle.may_try(town.database, "another name", ELSEWHERE, NOW)
    assert throttle.may_try(town.database, "another name", HOME, NOW)


def test_attempts_at_the_same_moment_all_count(town: Town) -> None:
    answers: list[bool] = []

    def attempt() -> None:
        answers.append(throttle.may_try(town.database, "mayor", ELSEWHERE, NOW))

    threads = [threading.Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(True) == throttle.FREE_OF_NAME


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [throttle.wait_after(failures, 5) for failures in range(3, 40)]
    assert waits[:4] == [timedelta(0), timedelta(0), timedelta(seconds=15), timedelta(seconds=30)]
    assert waits == sorted(waits)
    assert waits[-1] == throttle.LONGEST_WAIT


def test_a_household_counts_as_one_address() -> None:
    assert throttle.network_of("2001:db8:1:2::7") == throttle.network_of("2001:db8:1:2:ffff::1")
    assert throttle.network_of("2001:db8:1:3::7") != throttle.network_of("2001:db8:1:2::7")
    assert throttle.network_of("::ffff:10.0.0.7") == "10.0.0.7"


def test_with_a_second_step_the_password_alone_opens_nothing(town: Town) -> None:
    with_second_factor(town)
    half = sign_in(town.database, "mayor", PASSWORD, HOME, NOW)
    assert half.stage is Stage.CODE_AWAITED
    whole = give_code(town.database, half.token, code(NOW), NOW)
    assert whole.stage is Stage.COMPLETE
    assert not holds(town, half.token)
    assert holds(town, whole.token)


def test_a_code_is_good_once(town: Town) -> None:
    with_second_factor(town)
    give_code(town.database, enters(town), code(NOW), NOW)
    again = enters(town)
    with pytest.raises(CodeRefusedError):
        give_code(town.database, again, code(NOW), NOW)
    assert give_code(town.database, again, code(later(seconds=30)), later(seconds=30)).token


def test_a_code_of_a_clock_a_little_off_is_good_and_an_old_one_is_not() -> None:
    step = int(NOW.timestamp()) // 30
    assert step_of_code(SECRET, code(later(seconds=30)), NOW, None) == step + 1
    assert step_of_code(SECRET, code(later(seconds=-30)), NOW, None) == step - 1
    assert step_of_code(SECRET, code(later(seconds=-90)), NOW, None) is None
    assert step_of_code(SECRET, code(NOW), NOW, step) is None
    assert step_of_code(SECRET, "", NOW, None) is None


def test_a_paper_code_is_good_once_however_it_is_typed(town: Town) -> None:
    codes = with_second_factor(town)
    give_code(town.database, enters(town), f" {codes[3].lower().replace('-', ' ')} ", NOW)
    with pytest.raises(CodeRefusedError):
        give_code(town.database, enters(town), codes[3], NOW)
    assert give_code(town.database, enters(town), codes[4], NOW).token


def test_wrong_codes_are_slowed_wherever_they_come_from(town: Town) -> None:
    with_second_factor(town)
    for number in range(throttle.FREE_OF_NAME):
        with pytest.raises(CodeRefusedError):
            give_code(town.database, enters(town, address=f"10.9.0.{number}"), "000000", NOW)
    with pytest.raises(TooManyAttemptsError):
        give_code(town.database, enters(town), code(NOW), NOW)


def test_half_way_through_the_door_is_ten_minutes_and_no_code_completes_it_otherwise(town: Town) -> None:
    with_second_factor(town)
    half = enters(town)
    assert not holds(town, half, later(minutes=10))
    with pytest.raises(CodeRefusedError):
        give_code(town.database, half, code(later(minutes=11)), later(minutes=11))
    with pytest.raises(CodeRefusedError):
        give_code(town.database, "never given out", code(NOW), NOW)


def test_where_it_is_required_who_holds_power_sets_the_second_step_up_first(town: Town) -> None:
    town.do(RequireSecondFactor(is_required=True))
    half = sign_in(town.database, "mayor", PASSWORD, HOME, NOW)
    assert half.stage is Stage.SECOND_FACTOR_AWAITED
    assert sign_in(town.database, "relay@town.example", PASSWORD, HOME, NOW).stage is Stage.COMPLETE
    with_second_factor(town)
    assert complete(town.database, half.token, NOW).stage is Stage.COMPLETE
    with pytest.raises(RuleError):
        town.do(RemoveSecondFactor(login="mayor"), town.author("mayor"))


def test_a_lost_telephone_is_taken_off_by_an_administrator(town: Town) -> None:
    with_second_factor(town, "relay@town.example")
    town.do(RemoveSecondFactor(login="relay@town.example"), town.author("mayor"))
    assert sign_in(town.database, "relay@town.example", PASSWORD, HOME, NOW).stage is Stage.COMPLETE
