# Part of ../../../../../derwent (sourced by it): installs and starts what the tests need, then runs mvn verify.
# shellcheck shell=sh disable=SC2154

# need COMMAND PACKAGE... : the packages that bring a command, unless it is there
need() {
    command -v "$1" >/dev/null 2>&1 && return
    command=$1
    shift
    missing="$missing $*"
}

missing=
need dockerd docker.io
need docker docker.io
need chromium chromium
need mosquitto mosquitto
need mosquitto_pub mosquitto-clients
need mmdebstrap mmdebstrap debian-archive-keyring
need curl curl
need git git
if [ -n "$missing" ]; then
    is_debian_root || stop "the tests need these Debian packages:$missing; install them, or run this as root on Debian"
    # shellcheck disable=SC2086
    install $missing
    # Debian starts a broker on the port our gateway uses.
    if [ -d /run/systemd/system ]; then
        systemctl disable --now mosquitto >/dev/null 2>&1 || true
    fi
fi

daemon=
finish() {
    [ -z "$daemon" ] || {
        say "stopping the Docker daemon this started"
        kill "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
    }
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$target"
if ! docker version >/dev/null 2>&1; then
    is_debian_root || stop "no Docker daemon answers; start one, or run this as root"
    say "starting a Docker daemon; its log is $target/dockerd.log"
    dockerd >"$target/dockerd.log" 2>&1 </dev/null &
    daemon=$!
    tries=0
    until docker version >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 60 ] || ! kill -0 "$daemon" 2>/dev/null; then
            tail -n 5 "$target/dockerd.log" >&2
            stop "the Docker daemon does not start; its log is $target/dockerd.log"
        fi
        sleep 1
    done
fi

# The TimescaleDB the tests use: the public image where it can be pulled, else one made from Debian's packages.
pinned=$(sed -n 's/.*<timescale.image>\(.*\)<\/timescale.image>.*/\1/p' "$here/pom.xml")
if [ -n "${DERWENT_TIMESCALE_IMAGE:-}" ]; then
    :
elif [ -n "$pinned" ] && { docker image inspect "$pinned" >/dev/null 2>&1 || timeout 300 docker pull -q "$pinned" >&2; }; then
    DERWENT_TIMESCALE_IMAGE=$pinned
else
    DERWENT_TIMESCALE_IMAGE=derwent/timescaledb-test:17
    "$here/src/store/src/test/docker/make-timescale-image.sh" "$DERWENT_TIMESCALE_IMAGE" || stop "there is no TimescaleDB to test with"
fi
export DERWENT_TIMESCALE_IMAGE
say "TimescaleDB for the tests: $DERWENT_TIMESCALE_IMAGE"

# Testcontainers: its clean-up container cannot be had everywhere; inside a container it must not guess the host.
export TESTCONTAINERS_RYUK_DISABLED=true
if [ -e /.dockerenv ]; then
    export TESTCONTAINERS_HOST_OVERRIDE=localhost
fi
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
DERWENT_CHROMIUM=${DERWENT_CHROMIUM:-$(command -v chromium)}
export DERWENT_CHROMIUM

rm -f "$built"
say "mvn verify"
mvn -B -Dstyle.color=never -f "$here/pom.xml" verify "$@" </dev/null
say "all tests passed"
