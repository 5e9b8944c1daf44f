#!/bin/sh
# Makes the Docker image the *IT tests use where timescale/timescaledb cannot be pulled: Debian 13 with its own
# PostgreSQL 17 and TimescaleDB (Apache edition) packages, imported as one layer. Nothing is done when the tag exists.
#
#   make-timescale-image.sh [TAG]      TAG defaults to derwent/timescaledb-test:17
#
# Needs root (mmdebstrap makes device nodes) and a running Docker daemon; installs mmdebstrap where apt-get is.
# About a minute and 200 MB of downloads the first time. Messages go to stderr; exit 0 when the image is there.
set -eu

tag=${1:-derwent/timescaledb-test:17}
# The mirror this machine takes its own Debian packages from; empty: mmdebstrap's own default.
mirror=${DERWENT_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep '/debian/\{0,1\}$' | head -n 1)}

say() { echo "make-timescale-image: $*" >&2; }

if ! docker version >/dev/null 2>&1; then
    say "no Docker daemon answers; start one (dockerd) and run this again"
    exit 1
fi
if docker image inspect "$tag" >/dev/null 2>&1; then
    say "$tag is there already"
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

# The entrypoint speaks the variables of the official postgres image, as far as Testcontainers sets them.
cat > "$work/entrypoint" <<'ENTRYPOINT'
#!/bin/sh
set -eu
data=/var/lib/postgresql/data
mkdir -p "$data" /var/run/postgresql
chown postgres:postgres "$data" /var/run/postgresql
chmod 700 "$data"
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
bin=/usr/lib/postgresql/17/bin
if [ ! -s "$data/PG_VERSION" ]; then
    echo "${POSTGRES_PASSWORD:-postgres}" > /tmp/password
    chown postgres /tmp/password
    as_postgres "$bin/initdb" -D "$data" -U "${POSTGRES_USER:-postgres}" --pwfile=/tmp/password \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    rm -f /tmp/password
    echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
    echo "listen_addresses = '*'" >> "$data/postgresql.conf"
    echo "shared_preload_libraries = 'timescaledb'" >> "$data/postgresql.conf"
    echo "timescaledb.telemetry_level = off" >> "$data/postgresql.conf"
    echo "unix_socket_directories = '/var/run/postgresql'" >> "$data/postgresql.conf"
    if [ "${POSTGRES_DB:-postgres}" != postgres ]; then
        echo "CREATE DATABASE \"$POSTGRES_DB\"" \
            | as_postgres "$bin/postgres" --single -D "$data" postgres >/dev/null
    fi
fi
[ "${1:-postgres}" = postgres ] && shift || true
exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$bin/postgres" -D "$data" "$@"
ENTRYPOINT
chmod 755 "$work/entrypoint"
say "building $tag from Debian 13 packages"
# Documentation and translations are left out; postgresql-common is told not to make a cluster at installation.
mmdebstrap --quiet --mode=root --variant=minbase \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --include=postgresql-17,postgresql-17-timescaledb \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --essential-hook='mkdir -p "$1/etc/postgresql-common" && echo "create_main_cluster = false" > "$1/etc/postgresql-common/createcluster.conf"' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' \
    --customize-hook='install -d -o root -g root -m 0755 "$1/usr/local/bin"' \
    --customize-hook='copy-in '"$work"'/entrypoint /usr/local/bin' \
    trixie "$work/root.tar" ${mirror:+"$mirror"} 2>"$work/log" || {
    tail -20 "$work/log" >&2
    say "mmdebstrap failed"
    exit 1
}
docker import \
    --change 'ENTRYPOINT ["/usr/local/bin/entrypoint"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' \
    --change 'LABEL io.derwent.test=true' "$work/root.tar" "$tag" >/dev/null
say "made $tag"
