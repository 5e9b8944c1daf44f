package io.derwent.devicesim.load;

/** A load that could not be made or did not last; its figures would be no figures. */
public final class LoadFailed extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailed(String message) {
        super(message);
    }

    LoadFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
