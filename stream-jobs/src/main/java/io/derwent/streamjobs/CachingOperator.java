package io.derwent.streamjobs;

import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a keyed function whose hot values stay at hand ({@link CachedState}), and has them written before each checkpoint's
 * barrier goes on. A backlog, after an outage or at a replay, brings each patient's and each device's readings by the hundred;
 * writing their state once a checkpoint instead of once a reading is what makes catching up quick (docs/adr/0016).
 *
 * <p>Flink gives a function no way to write keyed state at a checkpoint, only an operator; hence this one. All is called on
 * the task's thread.
 */
public final class CachingOperator<A, B, O> extends KeyedCoProcessOperator<String, A, B, O> {
    private static final long serialVersionUID = 1L;

    private final Function<A, B, O> function;

    public CachingOperator(Function<A, B, O> function) {
        super(function);
        this.function = function;
    }

    /** A function that keeps values at hand. */
    public abstract static class Function<A, B, O> extends KeyedCoProcessFunction<String, A, B, O> {
        private static final long serialVersionUID = 1L;

        private transient @Nullable CachedStates states;

        /** For {@code open()}: a value state with at most {@code most} values at hand. */
        public final <T> CachedState<T> cached(ValueStateDescriptor<T> descriptor, int most) {
            return Opened.of(states).open(getRuntimeContext().getState(descriptor), most);
        }
    }

    @Override
    public void open() throws Exception {
        function.states = new CachedStates(this::setCurrentKey);
        super.open();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        Opened.of(function.states).write();
    }
}
