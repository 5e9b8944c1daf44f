#!/bin/sh
# Makes the base of the images ImagesIT builds where eclipse-temurin cannot be pulled: Debian 12 with its own Java 17,
# imported as one layer. Nothing is done when the tag exists.
#
#   make-jre-image.sh [TAG]      TAG defaults to derwent/jre-test:17
#
# Needs root and a running Docker daemon; installs mmdebstrap where apt-get is. About a minute and 100 MB of downloads the
# first time. Messages go to stderr; exit 0 when the image is there.
set -eu

tag=${1:-derwent/jre-test:17}
. "$(dirname "$0")/../../../../src/store/src/test/docker/debian-image.sh"
begin "$tag"
# the package's alternatives name manual pages, whose directory has to be there though they are left out
unpack bookworm openjdk-17-jre-headless --essential-hook='mkdir -p "$1/usr/share/man/man1"'
docker import --change 'LABEL io.derwent.test=true' "$work/root.tar" "$tag" >/dev/null
say "made $tag"
