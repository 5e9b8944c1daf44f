package io.derwent.streamjobs;

import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.jspecify.annotations.Nullable;

/** As {@link CachingOperator}, for a function whose second input goes to every subtask. */
public final class CachingBroadcastOperator<A, B, O> extends CoBroadcastWithKeyedOperator<String, A, B, O> {
    private static final long serialVersionUID = 1L;

    private final Function<A, B, O> function;

    private CachingBroadcastOperator(Function<A, B, O> function, MapStateDescriptor<?, ?> broadcast) {
        super(function, List.of(broadcast));
        this.function = function;
    }

    /** A function that keeps values at hand. */
    public abstract static class Function<A, B, O> extends KeyedBroadcastProcessFunction<String, A, B, O> {
        private static final long serialVersionUID = 1L;

        private transient @Nullable CachedStates states;

        /** For {@code open()}: a value state with at most {@code most} values at hand. */
        protected final <T> CachedState<T> cached(ValueStateDescriptor<T> descriptor, int most) {
            return Opened.of(states).open(getRuntimeContext().getState(descriptor), most);
        }
    }

    /** For a test that drives it without a job. */
    public static <A, B, O> CachingBroadcastOperator<A, B, O> of(
            Function<A, B, O> function, MapStateDescriptor<?, ?> broadcast) {
        return new CachingBroadcastOperator<>(function, broadcast);
    }

    /**
     * The function between its inputs. Flink's own way from a keyed and a broadcast stream to a function makes the operator
     * itself; this is that way, with ours.
     *
     * @param broadcast where the function keeps the second input, on every subtask
     */
    public static <A, B, O> SingleOutputStreamOperator<O> between(
            KeyedStream<A, String> keyed,
            DataStream<B> toAll,
            MapStateDescriptor<?, ?> broadcast,
            String name,
            TypeInformation<O> type,
            Function<A, B, O> function) {
        StreamExecutionEnvironment environment = keyed.getExecutionEnvironment();
        TwoInputTransformation<A, B, O> transformation = new TwoInputTransformation<>(
                keyed.getTransformation(),
                toAll.broadcast().getTransformation(),
                name,
                of(function, broadcast),
                type,
                environment.getParallelism(),
                false);
        transformation.setStateKeySelectors(keyed.getKeySelector(), null);
        transformation.setStateKeyType(Types.STRING);
        environment.addOperator(transformation);
        return new Added<>(environment, transformation);
    }

    /** Flink lets nobody but a subclass make one. */
    private static final class Added<O> extends SingleOutputStreamOperator<O> {
        Added(StreamExecutionEnvironment environment, TwoInputTransformation<?, ?, O> transformation) {
            super(environment, transformation);
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
