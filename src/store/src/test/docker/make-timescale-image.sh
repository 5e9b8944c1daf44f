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
. "$(dirname "$0")/debian-image.sh"
begin "$tag"

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
# postgresql-common is told not to make a cluster at installation
unpack trixie postgresql-17,postgresql-17-timescaledb \
    --essential-hook='mkdir -p "$1/etc/postgresql-common" && echo "create_main_cluster = false" > "$1/etc/postgresql-common/createcluster.conf"' \
    --customize-hook='install -d -o root -g root -m 0755 "$1/usr/local/bin"' \
    --customize-hook='copy-in '"$work"'/entrypoint /usr/local/bin'
docker import \
    --change 'ENTRYPOINT ["/usr/local/bin/entrypoint"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' \
    --change 'LABEL io.derwent.test=true' "$work/root.tar" "$tag" >/dev/null
say "made $tag"
