# Sourced by the scripts that make a test's image from Debian packages, where the public one cannot be pulled.
# Needs root (mmdebstrap makes device nodes) and a running Docker daemon; installs mmdebstrap where apt-get is.
# shellcheck shell=sh

# The mirror this machine takes its own Debian packages from; empty: mmdebstrap's own default.
mirror=${DERWENT_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep '/debian/\{0,1\}$' | head -n 1)}

say() { echo "$(basename "$0" .sh): $*" >&2; }

# begin TAG : ends the script with 0 when the tag exists, with 1 when it cannot be made; sets $work, a directory that goes
begin() {
    if ! docker version >/dev/null 2>&1; then
        say "no Docker daemon answers; start one (dockerd) and run this again"
        exit 1
    fi
    if docker image inspect "$1" >/dev/null 2>&1; then
        say "$1 is there already"
        exit 0
    fi
    if [ "$(id -u)" != 0 ]; then
        say "needs root, to unpack Debian packages with their owners"
        exit 1
    fi
    if ! command -v mmdebstrap >/dev/null 2>&1; then
        say "installing mmdebstrap"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap \
            debian-archive-keyring; } >&2
    fi
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT INT TERM
}

# unpack SUITE PACKAGES OPTION... : $work/root.tar, a Debian with these packages, without documentation and translations
unpack() {
    suite=$1
    packages=$2
    shift 2
    say "unpacking Debian packages: $packages"
    mmdebstrap --quiet --mode=root --variant=minbase \
        --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
        --include="$packages" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$@" \
        --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' \
        "$suite" "$work/root.tar" ${mirror:+"$mirror"} 2>"$work/log" || {
        tail -20 "$work/log" >&2
        say "mmdebstrap failed"
        exit 1
    }
}
