"""Parts made elsewhere are served as they were published, from here, and from nowhere else.

The manifests beside the vendored parts are recomputed from the files, so that a changed, added or
lost file is seen; and nothing that a browser is sent may ask another host for anything.
"""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR_FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "vendor"]
PACKAGES = [package for folder in VENDOR_FOLDERS for package in sorted(folder.iterdir()) if package.is_dir()]
SENT_TO_BROWSERS = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"})
ELSEWHERE = re.compile(
    r"""@import\s*(?:url\()?\s*["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//"""
    r"""|sourceMappingURL=\s*(?:https?:)?//"""
    r"""|\bimport\s*\(?\s*["'](?:https?:)?//"""
    r"""|\bfrom\s*["'](?:https?:)?//"""
    r"""|\b(?:href|src)=["'](?:https?:)?//"""
)


def listed(folder: Path) -> dict[str, str]:
    """What the manifest says: path within the folder to SHA-256, in hexadecimal."""
    lines = (folder / "MANIFEST.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def present(folder: Path) -> dict[str, str]:
    """What is there: path within the folder to SHA-256, in hexadecimal."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "MANIFEST.sha256"
    }


@pytest.mark.parametrize("folder", VENDOR_FOLDERS, ids=lambda folder: folder.parent.name)
def test_manifest_lists_exactly_the_files_that_are_there(folder: Path) -> None:
    assert listed(folder) == present(folder)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_vendored_package_carries_its_licence(package: Path) -> None:
    words = (package / "LICENSE").read_text(encoding="utf-8").casefold()
    assert re.search(r"permission (is hereby granted|to use)|mozilla public license", words)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_vendored_package_is_pinned_to_one_version(package: Path) -> None:
    assert re.search(r"-\d+\.\d+\.\d+$", package.name)


@pytest.mark.parametrize("path", SENT_TO_BROWSERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_sent_to_a_browser_is_fetched_from_elsewhere(path: Path) -> None:
    assert ELSEWHERE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        '@import url("https://fonts.example/a.css")',
        "@import '//fonts.example/a.css'",
        "src: url(https://fonts.example/a.woff2)",
        "//# sourceMappingURL=https://maps.example/a.js.map",
        'await import("https://scripts.example/a.js")',
        'import { a } from "//scripts.example/a.js"',
        '<use href="https://pictures.example/a.svg#b">',
    ],
)
def test_a_planted_address_of_another_host_is_found(planted: str) -> None:
    assert ELSEWHERE.search(planted)
