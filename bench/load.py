"""Driving a page with wrk on this machine, and reading what it says."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("drive.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What a page bore: requests a second, and how long the middle and the slowest hundredth took, in milliseconds."""

    rps: float
    p50_ms: float
    p99_ms: float
    errors: int


def drive(url: str, seconds: int, readers: Path) -> Load:
    """Load one address for some seconds at eight connections, as the readers of a file that ``drive.lua`` explains."""
    finished = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT), url],
        env={"PATH": "/usr/bin:/bin", "BENCH_READERS": str(readers)},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    found = re.search(r"^RESULT (\{.*\})$", finished.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {finished.stdout[-500:]}")
    read = json.loads(found.group(1))
    return Load(read["requests"] / read["seconds"], read["p50"] / 1000, read["p99"] / 1000, read["errors"])
