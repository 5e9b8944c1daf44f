package io.derwent.console.live;

import io.derwent.store.Notifications;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Hands each notification of the database to whom its channel concerns, and has them begin anew where some may be missing. */
public final class Listening implements Notifications.Listener {
    private final Map<String, Consumer<String>> channels;
    private final List<Runnable> onListening;
    private final List<Runnable> onLost;
    private volatile boolean listening;

    /**
     * Nothing of it may block.
     *
     * @param channels    who takes what is said, by channel
     * @param onListening run when listening begins, at first or again
     * @param onLost      run when nothing is heard of any more
     */
    public Listening(Map<String, Consumer<String>> channels, List<Runnable> onListening, List<Runnable> onLost) {
        this.channels = Map.copyOf(channels);
        this.onListening = List.copyOf(onListening);
        this.onLost = List.copyOf(onLost);
    }

    public List<String> channels() {
        return List.copyOf(channels.keySet());
    }

    /** Whether changes are heard of. */
    public boolean isListening() {
        return listening;
    }

    @Override
    public void on(String channel, String payload) {
        Consumer<String> concerned = channels.get(channel);
        if (concerned == null) {
            throw new IllegalStateException("nobody listens to " + channel);
        }
        concerned.accept(payload);
    }

    @Override
    public void onLost() {
        listening = false;
        onLost.forEach(Runnable::run);
    }

    @Override
    public void onListening() {
        listening = true;
        // also at first: a stream that was open before heard of nothing
        onListening.forEach(Runnable::run);
    }
}
