"""The test suite's own Redis."""

import pytest
import redis

from tests.servers import redis as module
from tests.servers.processes import ServerUnavailableError
from tests.servers.redis import Redis


@pytest.fixture
def client(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_starts_with_an_empty_redis(client, attempt):
    assert client.dbsize() == 0
    client.set("plant", attempt)


def test_workers_do_not_see_each_others_keys(redis_server, client):
    client.set("plant", "fern")
    with redis.Redis.from_url(Redis(redis_server.socket.parent, 63).url) as other:
        assert other.get("plant") is None


def test_server_runs_lua_scripts(client):
    assert client.eval("return ARGV[1] + 1", 0, "41") == 42


def test_server_writes_nothing_to_the_disk(client):
    assert client.config_get("save") == {"save": ""}


def test_server_is_not_reachable_over_the_network(client):
    assert client.config_get("port") == {"port": "0"}


def test_server_ends_with_its_block(short_folder):
    with module.serve(short_folder) as server:
        assert server.answers()
    assert not server.answers()


def test_missing_package_is_said_and_not_skipped(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerUnavailableError, match="install-test-packages"):
        module.serve(tmp_path).__enter__()
