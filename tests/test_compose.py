"""docker-compose.yml, as far as it can be looked at without Docker."""

from __future__ import annotations

from pathlib import Path

import yaml
from neo4j_server import VERSION

from graphgov.store import bolt

ROOT = Path(__file__).resolve().parents[1]
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


def test_the_server_is_the_one_that_is_tested() -> None:
    """The same series as that of the tests, with its data on a volume and a check of its health."""
    neo4j = SERVICES["neo4j"]
    assert neo4j["image"] == f"neo4j:{VERSION.rpartition('.')[0]}-community"
    assert "neo4j-data:/data" in neo4j["volumes"] and "cypher-shell" in str(neo4j["healthcheck"]["test"])
    assert SERVICES["graphgov"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_no_password_is_in_the_file_and_none_is_not_enough() -> None:
    """It comes from the environment, and is demanded; nothing listens to other machines."""
    assert SERVICES["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")
    assert SERVICES["graphgov"]["environment"][bolt.PASSWORD] == "${NEO4J_PASSWORD}"
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["neo4j"]["ports"])


def test_graphgov_beside_it_finds_it() -> None:
    """By the name of the service, through the extra that brings the driver."""
    graphgov = SERVICES["graphgov"]
    assert bolt.is_address(graphgov["environment"]["GRAPHGOV_DB"])
    assert "neo4j:7687" in graphgov["environment"]["GRAPHGOV_DB"] and "[neo4j]" in str(graphgov["entrypoint"])
