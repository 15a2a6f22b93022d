"""Users file, sessions, tokens, sign-in page, and the guard in front of everything."""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import users as users_module
from app.access import LOCAL_USER, SESSION_S, Access, check_host, is_loopback
from app.access_cli import main
from app.attempts import FREE_ATTEMPTS, FREE_FROM_ADDRESS, MAX_WAIT_S, Attempts
from app.guard import SESSION_COOKIE
from app.service import Service
from app.users import User, UsersFile, hash_password, password_fits
from kb.errors import SignInError, TooManyRequestsError, UsageError
from tests.serving import PASSWORDS, audit_of, guarded_client, local_client, make_users
from tests.small_base import small_service


class Clock:
    """Time that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("access"))


@pytest.fixture
def users(tmp_path: Path) -> UsersFile:
    return make_users(tmp_path)[0]


class TestUsersFile:
    def test_no_password_or_token_is_stored(self, tmp_path: Path) -> None:
        users, headers = make_users(tmp_path)
        content = users.path.read_text(encoding="utf-8")
        for secret in (*PASSWORDS.values(), *(h["authorization"].split()[1] for h in headers.values())):
            assert secret not in content

    def test_equal_passwords_have_different_hashes(self) -> None:
        first, second = hash_password("same-password"), hash_password("same-password")
        assert first != second
        assert password_fits("same-password", first)
        assert password_fits("same-password", second)
        assert not password_fits("Same-password", first)

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
    def test_only_the_owner_may_read_it(self, users: UsersFile) -> None:
        assert stat.S_IMODE(users.path.stat().st_mode) == 0o600

    def test_changes_of_another_process_are_seen(self, users: UsersFile) -> None:
        users.users()
        UsersFile(users.path).remove("anna")
        assert set(users.users()) == {"bo"}

    @pytest.mark.parametrize("name", ["", "a b", "../x", "x" * 65, "<b>", "a\n"])
    def test_odd_names_are_refused(self, users: UsersFile, name: str) -> None:
        with pytest.raises(UsageError, match="is no user name"):
            users.add(name, "reader", "long-enough")

    def test_chinese_names_are_fine(self, users: UsersFile) -> None:
        users.add("王老师", "reader", "long-enough")
        assert users.users()["王老师"].user == User("王老师", "reader")

    def test_a_short_password_is_refused(self, users: UsersFile) -> None:
        with pytest.raises(UsageError, match="at least 8 are needed"):
            users.add("carl", "reader", "1234567")

    def test_a_taken_name_is_refused(self, users: UsersFile) -> None:
        with pytest.raises(UsageError, match="there is a user anna already"):
            users.add("anna", "maintainer", "long-enough")

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "[]",
            '{"users": [{"name": "a"}]}',
            '{"users": [{"name": "a", "role": "king", "password": "scrypt$1$1$1$a$b"}]}',
            '{"users": [{"name": "a", "role": "reader", "password": "plain"}]}',
        ],
    )
    def test_a_damaged_file_lets_nobody_in(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "users.json"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(UsageError, match="is damaged"):
            Access(UsersFile(path))

    def test_a_missing_file_is_told_at_the_start(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="cannot read the users file"):
            Access(UsersFile(tmp_path / "none.json"))


class TestSessions:
    def test_a_session_knows_its_user(self, users: UsersFile) -> None:
        access = Access(users)
        key = access.sign_in("bo", PASSWORDS["bo"], address="a")
        assert access.user_of_session(key) == User("bo", "maintainer")
        access.sign_out(key)
        assert access.user_of_session(key) is None

    @pytest.mark.parametrize(("name", "password"), [("anna", "wrong-pass"), ("nobody", "wrong-pass")])
    def test_a_wrong_name_is_told_like_a_wrong_password(
        self, users: UsersFile, name: str, password: str
    ) -> None:
        with pytest.raises(SignInError, match=r"^wrong name or password"):
            Access(users).sign_in(name, password, address="a")

    def test_a_session_ends_by_time(self, users: UsersFile) -> None:
        clock = Clock()
        access = Access(users, clock=clock)
        key = access.sign_in("anna", PASSWORDS["anna"], address="a")
        clock.now += SESSION_S - 1
        assert access.user_of_session(key) is not None
        clock.now += 2
        assert access.user_of_session(key) is None

    def test_a_new_password_or_removal_ends_it(self, users: UsersFile) -> None:
        access = Access(users)
        anna = access.sign_in("anna", PASSWORDS["anna"], address="a")
        bo = access.sign_in("bo", PASSWORDS["bo"], address="a")
        users.set_password("anna", "another-pass")
        users.remove("bo")
        assert access.user_of_session(anna) is None
        assert access.user_of_session(bo) is None

    def test_invented_keys_and_tokens_are_nobody(self, users: UsersFile) -> None:
        access = Access(users)
        assert access.user_of_session("x") is None
        assert access.user_of_token("") is None
        assert access.user_of_token("pkb_\ud800") is None

    def test_tokens_are_revoked(self, users: UsersFile) -> None:
        access = Access(users)
        token = users.new_token("anna")
        assert access.user_of_token(token) == User("anna", "reader")
        assert users.revoke_tokens("anna") == 2
        assert access.user_of_token(token) is None

    def test_without_a_file_everybody_is_the_local_user(self) -> None:
        access = Access(None)
        assert access.is_open
        assert access.user_of_session("anything") == LOCAL_USER


class TestAttempts:
    def test_waiting_doubles_after_the_free_ones(self) -> None:
        clock = Clock()
        attempts = Attempts(clock=clock)
        for _ in range(FREE_ATTEMPTS):
            attempts.check("anna", "a")
            attempts.wrong("anna", "a")
        waits = []
        for _ in range(12):
            with pytest.raises(TooManyRequestsError, match="too many wrong passwords") as caught:
                attempts.check("anna", "a")
            waits.append(caught.value.retry_after_s)
            clock.now += caught.value.retry_after_s
            attempts.check("anna", "a")
            attempts.wrong("anna", "a")
        assert waits[:3] == [2, 4, 8]
        assert waits[-1] == MAX_WAIT_S

    def test_another_address_is_not_locked_out(self) -> None:
        attempts = Attempts(clock=Clock())
        for _ in range(FREE_ATTEMPTS):
            attempts.wrong("anna", "attacker")
        with pytest.raises(TooManyRequestsError, match="try again in 2 s"):
            attempts.check("anna", "attacker")
        attempts.check("anna", "home")

    def test_changing_names_does_not_help(self) -> None:
        attempts = Attempts(clock=Clock())
        for number in range(FREE_FROM_ADDRESS):
            attempts.wrong(f"name{number}", "attacker")
        with pytest.raises(TooManyRequestsError, match="try again"):
            attempts.check("fresh", "attacker")

    def test_an_hour_or_a_right_password_clears(self) -> None:
        clock = Clock()
        attempts = Attempts(clock=clock)
        for _ in range(FREE_ATTEMPTS):
            attempts.wrong("anna", "a")
            attempts.wrong("bo", "a")
        attempts.right("bo", "a")
        attempts.check("bo", "a")
        clock.now += 3600
        attempts.check("anna", "a")

    def test_a_locked_name_is_not_even_checked(
        self, users: UsersFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        access = Access(users)
        for _ in range(FREE_ATTEMPTS):
            with pytest.raises(SignInError, match="wrong name"):
                access.sign_in("nobody", "wrong-pass", address="a")
        monkeypatch.setattr(users_module, "_scrypt", lambda *_: pytest.fail("hashed"))
        with pytest.raises(TooManyRequestsError, match="try again"):
            access.sign_in("nobody", "wrong-pass", address="a")


class TestHost:
    @pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])
    def test_this_machine(self, host: str) -> None:
        assert is_loopback(host)
        check_host(host, access=Access(None))

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "kb.example", "127.0.0.1.evil.example"])
    def test_other_machines_need_a_users_file(self, host: str, users: UsersFile) -> None:
        assert not is_loopback(host)
        with pytest.raises(UsageError, match="would let everybody in"):
            check_host(host, access=Access(None))
        check_host(host, access=Access(users))


class TestSignInPage:
    @pytest.fixture
    def client(self, service: Service, users: UsersFile) -> Iterator[TestClient]:
        with guarded_client(service, users) as made:
            made.follow_redirects = False
            yield made

    def test_a_browser_is_sent_to_sign_in_and_back(self, client: TestClient) -> None:
        response = client.get("/some/page", headers={"accept": "text/html,*/*"})
        assert (response.status_code, response.headers["location"]) == (303, "/login?next=/some/page")
        page = client.get(response.headers["location"])
        assert 'name="next" value="/some/page"' in page.text
        form = {"name": "anna", "password": PASSWORDS["anna"], "next": "/some/page"}
        response = client.post("/login", data=form)
        assert (response.status_code, response.headers["location"]) == (303, "/some/page")
        cookie = response.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()
        assert client.get("/api/documents").status_code == 200
        assert client.get("/logout").headers["location"] == "/login"
        assert client.get("/api/documents").status_code == 401

    @pytest.mark.parametrize(
        "target",
        ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/e"],
    )
    def test_nobody_is_sent_to_another_site(self, client: TestClient, target: str) -> None:
        form = {"name": "anna", "password": PASSWORDS["anna"], "next": target}
        assert client.post("/login", data=form).headers["location"] == "/"

    def test_text_in_the_form_stays_text(self, client: TestClient) -> None:
        response = client.get("/login", params={"next": '/"><script>alert(1)</script>'})
        assert "<script>" not in response.text

    def test_wrong_passwords_are_slowed_and_recorded(self, client: TestClient, service: Service) -> None:
        form = {"name": "anna", "password": "wrong-pass"}
        for _ in range(FREE_ATTEMPTS):
            assert client.post("/login", data=form).status_code == 401
        response = client.post("/login", data=form)
        assert response.status_code == 429
        assert response.headers["retry-after"] == "2"
        assert [entry["action"] for entry in audit_of(service).latest(6)] == ["sign_in_failed"] * 6
        assert "wrong-pass" not in json.dumps(audit_of(service).latest(6))

    def test_a_password_longer_than_sense_is_not_hashed(self, client: TestClient) -> None:
        response = client.post("/login", data={"name": "anna", "password": "x" * 2000})
        assert response.status_code == 422


class TestGuard:
    def test_another_site_cannot_write(self, service: Service) -> None:
        with local_client(service) as client:
            for headers in (
                {"origin": "http://evil.example"},
                {"origin": "null"},
                {"sec-fetch-site": "cross-site"},
            ):
                response = client.post("/api/ask", json={"question": "毛入园率"}, headers=headers)
                assert response.status_code == 403
                assert "another site" in response.json()["detail"]
            own = {"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}
            assert client.post("/api/ask", json={"question": "毛入园率"}, headers=own).status_code == 200

    def test_another_name_for_this_machine_is_refused(self, service: Service) -> None:
        with local_client(service) as client:
            assert client.get("/api/documents", headers={"host": "evil.example"}).status_code == 403
            assert client.get("/api/documents", headers={"host": "localhost:7860"}).status_code == 200

    def test_every_answer_forbids_outside_resources(self, service: Service) -> None:
        with local_client(service) as client:
            for path in ("/api/health", "/api/nothing", "/login"):
                policy = client.get(path).headers["content-security-policy"]
                assert "default-src 'self'" in policy
                assert "http" not in policy

    def test_a_forged_cookie_is_nobody(self, service: Service, users: UsersFile) -> None:
        with guarded_client(service, users) as client:
            for value in ("x", '"', "a=b; c", "\x00"):
                response = client.get("/api/documents", headers={"cookie": f"{SESSION_COOKIE}={value}"})
                assert response.status_code == 401


class TestCommand:
    def run(self, path: Path, *arguments: str) -> int:
        return main([*arguments, "--file", str(path)])

    def test_the_life_of_a_user(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "users.json"
        monkeypatch.setattr("sys.stdin", io.StringIO("first-password\nsecond-password\n"))
        assert self.run(path, "add", "anna", "--role", "reader", "--password-stdin") == 0
        assert "added anna (reader)" in capsys.readouterr().out
        access = Access(UsersFile(path))
        assert access.sign_in("anna", "first-password", address="a")
        assert self.run(path, "password", "anna", "--password-stdin") == 0
        assert access.sign_in("anna", "second-password", address="a")
        capsys.readouterr()
        assert self.run(path, "token", "anna") == 0
        token = capsys.readouterr().out.strip()
        assert access.user_of_token(token) == User("anna", "reader")
        assert self.run(path, "list") == 0
        assert capsys.readouterr().out == "anna  reader  1 tokens\n"
        assert self.run(path, "revoke", "anna") == 0
        assert self.run(path, "remove", "anna") == 0
        assert UsersFile(path).users() == {}

    def test_two_different_passwords(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = iter(["one-password", "other-password"])
        monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
        assert self.run(tmp_path / "users.json", "add", "anna", "--role", "reader") == 2
        assert "the two passwords differ" in capsys.readouterr().err
        assert not (tmp_path / "users.json").exists()

    def test_an_unknown_user(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        make_users(tmp_path)
        assert self.run(tmp_path / "users.json", "remove", "carl") == 2
        assert "no user carl" in capsys.readouterr().err
