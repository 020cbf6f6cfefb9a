# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Uses gradsmith from another project: run.py WAY --folder SCRATCH --compiler CXX [...]; exit code 77 means skipped.

files             installs the build tree into SCRATCH/prefix: all headers are there, word for word, and no tests
find_package      the consumer project, with that prefix
getting-started   the project that docs/guide/getting-started.md begins with, with that prefix
pkg-config        the consumer's source file and the flags that pkg-config gives for that prefix
add_subdirectory  the consumer project, with the source tree
FetchContent      the same, as a dependency whose source is a local folder
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
SKIPPED = 77


def run(*command, **more):
    """What the command prints; ends the test if it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stdout}\nended with {done.returncode}")
    return done.stdout


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def compare_output(program, expected=None):
    expected, printed = expected or (HERE / "consumer" / "main.output").read_text(), run(program)
    if printed != expected:
        sys.exit(f"{program} printed\n{printed}and not\n{expected}")


def files_below(folder):
    return {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}


def install(options):
    prefix = fresh(options.folder / "prefix")
    run(options.cmake, "--install", options.build, "--prefix", prefix)
    written, installed = files_below(SOURCE / "include"), files_below(prefix / options.include)
    if not written or written.keys() != installed.keys():
        different = sorted(map(str, written.keys() ^ installed.keys()))
        sys.exit(f"installed headers differ from those of the tree: {different}")
    changed = [str(name) for name in written if written[name].read_bytes() != installed[name].read_bytes()]
    if changed:
        sys.exit(f"installed headers differ from those of the tree: {changed}")
    # What stands beside the headers; no path of the build may be in it.
    others = set(files_below(prefix).values()) - set(installed.values())
    names = sorted(path.name for path in others)
    if names != ["LICENSE", "gradsmith-config-version.cmake", "gradsmith-config.cmake", "gradsmith-targets.cmake",
                 "gradsmith.pc", "threads.cmake", "xsimd.cmake"]:
        sys.exit(f"installed beside the headers: {names}")
    for path in others:
        for foreign in (SOURCE, options.build):
            if str(foreign) in path.read_text():
                sys.exit(f"{path} names {foreign}, and so cannot be moved to another machine")


def configure_consumer(options):
    """The build folder of the consumer project."""
    folder = fresh(options.folder / options.way)
    where = {
        "find_package": [f"-DCMAKE_PREFIX_PATH={options.folder / 'prefix'}", "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF"],
        "add_subdirectory": [f"-DGRADSMITH_SOURCE={SOURCE}"],
        "FetchContent": [f"-DGRADSMITH_SOURCE={SOURCE}", "-DFETCHCONTENT_FULLY_DISCONNECTED=ON"],
    }[options.way]
    # Nothing is downloaded: what the tests were built with is installed.
    run(options.cmake, "-S", HERE / "consumer", "-B", folder, "-G", options.generator,
        f"-DCMAKE_CXX_COMPILER={options.compiler}", f"-DGRADSMITH_BY={options.way}", "-DGRADSMITH_FETCH=OFF", *where)
    return folder


def from_package(options):
    folder = configure_consumer(options)
    found = [line for line in (folder / "CMakeCache.txt").read_text().splitlines() if line.startswith("gradsmith_DIR:")]
    if str(options.folder / "prefix") not in "".join(found):
        sys.exit(f"another gradsmith was found: {found}")
    run(options.cmake, "--build", folder)
    compare_output(folder / "consumer")


def from_page(options):
    page = SOURCE / "docs" / "guide" / "getting-started.md"
    block = {}
    for kind, content in re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(), flags=re.MULTILINE | re.DOTALL):
        block.setdefault(kind, content)
    source, folder = fresh(options.folder / "getting-started"), options.folder / "getting-started-build"
    (source / "CMakeLists.txt").write_text(block["cmake"])
    (source / "main.cpp").write_text(block["cpp"])
    run(options.cmake, "-S", source, "-B", fresh(folder), "-G", options.generator,
        f"-DCMAKE_CXX_COMPILER={options.compiler}", f"-DCMAKE_PREFIX_PATH={options.folder / 'prefix'}")
    run(options.cmake, "--build", folder)
    compare_output(folder / "deliveries", block["text"])


def from_sources(options):
    """Of gradsmith only the headers are taken: no tests, no examples, nothing installed with the consumer."""
    folder = configure_consumer(options)
    if tests := list(folder.rglob("CTestTestfile.cmake")):      # written where a project enables tests
        sys.exit(f"gradsmith brought tests into the consumer: {tests[0]}")
    run(options.cmake, "--build", folder)
    objects = sorted(path.name for path in folder.rglob("*.o"))
    if objects != ["main.cpp.o"]:
        sys.exit(f"gradsmith compiled files of its own in the consumer: {objects}")
    compare_output(folder / "consumer")
    prefix = fresh(options.folder / f"{options.way}-prefix")
    run(options.cmake, "--install", folder, "--prefix", prefix)
    if files := files_below(prefix):
        sys.exit(f"gradsmith is installed with the consumer: {sorted(map(str, files))}")


def from_flags(options):
    if not shutil.which("pkg-config"):
        print("not covered: the pkg-config file, for pkg-config is not installed")
        sys.exit(SKIPPED)
    folder, prefix = fresh(options.folder / options.way), options.folder / "prefix"
    description = next(prefix.rglob("gradsmith.pc"))
    # In front of the paths of the system, where xsimd describes itself.
    search = os.pathsep.join(filter(None, [str(description.parent), os.environ.get("PKG_CONFIG_PATH")]))
    flags = run("pkg-config", "--cflags", "--libs", "gradsmith", env={**os.environ, "PKG_CONFIG_PATH": search}).split()
    places = [pathlib.Path(flag[2:]).resolve() for flag in flags if flag.startswith("-I")]
    if (prefix / options.include).resolve() not in places:
        sys.exit(f"the flags {flags} do not name {prefix / options.include}")
    run(options.compiler, HERE / "consumer" / "main.cpp", *flags, "-o", folder / "consumer")
    compare_output(folder / "consumer")


WAYS = {"files": install, "find_package": from_package, "getting-started": from_page, "pkg-config": from_flags,
        "add_subdirectory": from_sources, "FetchContent": from_sources}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where to write")
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--generator", default="Ninja")
    parser.add_argument("--build", type=pathlib.Path, help="the build tree to install")
    parser.add_argument("--include", default="include", help="the folder of the headers below the prefix")
    arguments = parser.parse_args()
    WAYS[arguments.way](arguments)
