package io.derwent.devicesim.link;

/** Opens links. */
public interface Links {
    /**
     * Connects and waits for CONNACK.
     *
     * @throws LinkLost       if nobody answers, or the answer asks to come again later
     * @throws ConnectRefused if the login is refused
     */
    Link connect(Login login) throws LinkLost, ConnectRefused;
}
