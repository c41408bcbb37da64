#!/bin/sh
# Starts the dashboard on Linux and macOS: finds or installs Python, prepares an environment, opens the browser.
# Settings: LIBCOLLAB_ENVIRONMENT, an environment to use as it is; further arguments go to streamlit run.
set -eu

project=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$project"
home=${XDG_DATA_HOME:-"$HOME/.local/share"}/libcollab-start

say() { printf '%s\n' "$*"; }

# A Python from 3.11 to 3.13 that can make environments; empty if there is none.
find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys, venv, ensurepip, ssl, sqlite3; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
            >/dev/null 2>&1; then
            say "$name"
            return
        fi
    done
}

find_uv() {
    for name in uv "$HOME/.local/bin/uv" "$home/uv/uv"; do
        if command -v "$name" >/dev/null 2>&1; then
            say "$name"
            return
        fi
    done
}

# Asks before anything is downloaded that is not a package of the lock file.
install_uv() {
    say "No Python 3.11 to 3.13 was found. libcollab can install one for you, in your own folder only," >&2
    say "with uv (https://docs.astral.sh/uv/). Nothing else on this computer changes." >&2
    printf 'Install Python now? [y/N] ' >&2
    read -r answer || answer=n
    case $answer in [Yy]*) ;; *) say "Install Python 3.13 from python.org, then start again." >&2; exit 1 ;; esac
    mkdir -p "$home"
    curl --fail --silent --show-error --location https://astral.sh/uv/install.sh --output "$home/install-uv.sh"
    UV_INSTALL_DIR="$home/uv" UV_NO_MODIFY_PATH=1 sh "$home/install-uv.sh" >&2
    say "$home/uv/uv"
}

# Makes the environment, or brings it up to date after the list of packages changed.
prepare() {
    environment=$home/environment
    wanted=$(cksum < requirements.lock)
    if [ -f "$environment/installed" ] && [ "$(cat "$environment/installed")" = "$wanted" ]; then
        return
    fi
    say "Preparing libcollab. This takes a few minutes the first time, and needs the internet once."
    mkdir -p "$home"
    python=$(find_python)
    if [ -n "$python" ]; then
        "$python" -m venv --clear "$environment"
        "$environment/bin/python" -m pip --disable-pip-version-check --no-input --quiet install \
            --require-hashes -r requirements.lock
    else
        uv=$(find_uv)
        [ -n "$uv" ] || uv=$(install_uv)
        "$uv" venv --clear --python 3.13 "$environment"
        "$uv" pip install --quiet --python "$environment/bin/python" --require-hashes -r requirements.lock
    fi
    say "$wanted" > "$environment/installed"
}

if [ -n "${LIBCOLLAB_ENVIRONMENT:-}" ]; then
    environment=$LIBCOLLAB_ENVIRONMENT
else
    prepare
fi
say "libcollab opens in your browser. Close this window to stop it."
exec "$environment/bin/python" -m streamlit run app.py "$@"
