package io.derwent.edge;

/** Why the hub does not send, as far as somebody beside it can do something about it. */
enum Trouble {
    /** Nobody answers at the gateway's address, or the connection broke. */
    NO_LINE,
    /** The gateway does not know the hub's name and password, or does not want it. */
    NOT_LET_IN,
    /** Another hub has connected with this one's name. */
    NAME_IN_USE,
    /** Whoever answers does not prove to be the gateway, or does not speak TLS. */
    NOT_TRUSTED,
    /** The gateway ended the connection because a packet was too large (DISCONNECT 0x95): one of those that were out. */
    TOO_LARGE,
    /** The gateway is there and takes nothing at the moment. */
    NOT_NOW,
    /** The hub's own disk. */
    DISK
}
