package io.derwent.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Our own Kafka topics. They are created by the migration step, never by the broker on first use; a process that finds
 * one missing or with another cleanup policy says so and waits.
 */
public final class DerwentTopics {
    public static final String ASSIGNMENTS = "derwent.assignments";
    public static final String CARE_PLANS = "derwent.care-plans";
    public static final String ASSETS = "derwent.assets";
    public static final String PLACES = "derwent.places";

    /** Readers with their antennas' places; not with the places, so that a topic carries one kind of value. */
    public static final String READERS = "derwent.readers";

    public static final String ALERTS = "derwent.alerts";
    public static final String ALERT_ACTIONS = "derwent.alert-actions";
    public static final String DEAD_LETTERS = "derwent.dead-letters";

    /** Signs of life ({@link Beat}). */
    public static final String HEARTBEATS = "derwent.heartbeats";

    /**
     * Bytes of the largest dead letter: the original bytes as Base64 in JSON take a third more than the largest record a
     * broker accepts by default, and its headers stand beside them.
     */
    public static final int LARGEST_DEAD_LETTER = 4 * 1024 * 1024;

    private static final int PARTITIONS = 8;
    private static final short BROKERS_DEFAULT = -1;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    private DerwentTopics() {}

    /**
     * A topic as it has to be.
     *
     * @param retention how long records stay; empty for compacted topics, which keep the newest of each key
     */
    public record Spec(String name, Optional<Duration> retention) {
        private NewTopic toNewTopic() {
            Map<String, String> configs = new HashMap<>();
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy());
            retention.ifPresent(time -> configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis())));
            if (name.equals(DEAD_LETTERS)) {
                configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_DEAD_LETTER));
            }
            return new NewTopic(name, PARTITIONS, BROKERS_DEFAULT).configs(configs);
        }

        private String cleanupPolicy() {
            return retention.isPresent() ? TopicConfig.CLEANUP_POLICY_DELETE : TopicConfig.CLEANUP_POLICY_COMPACT;
        }
    }

    /** Every topic of ours. */
    public static List<Spec> all() {
        return List.of(
                new Spec(ASSIGNMENTS, Optional.empty()),
                new Spec(CARE_PLANS, Optional.empty()),
                new Spec(ASSETS, Optional.empty()),
                new Spec(PLACES, Optional.empty()),
                new Spec(READERS, Optional.empty()),
                new Spec(ALERTS, Optional.of(MONTH)),
                new Spec(ALERT_ACTIONS, Optional.of(MONTH)),
                new Spec(DEAD_LETTERS, Optional.of(YEAR)),
                new Spec(HEARTBEATS, Optional.of(WEEK)));
    }

    /** The four topics of a tenant in Hono's contract, kept for a month so that what came in can be replayed. */
    public static List<Spec> ofTenant(String tenant) {
        Optional<Duration> month = Optional.of(MONTH);
        return List.of(
                new Spec(HonoTopics.telemetry(tenant), month),
                new Spec(HonoTopics.event(tenant), month),
                new Spec(HonoTopics.command(tenant), month),
                new Spec(HonoTopics.commandResponse(tenant), month));
    }

    /**
     * Creates those that do not exist; leaves the others as they are. Blocks on the broker.
     *
     * @throws ExecutionException   if the broker refuses one
     * @throws InterruptedException if the caller is being stopped
     */
    public static void createMissing(Admin admin, List<Spec> specs) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = specs.stream()
                .filter(spec -> !existing.contains(spec.name()))
                .map(Spec::toNewTopic)
                .toList();
        for (var created : admin.createTopics(missing).values().entrySet()) {
            try {
                created.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /**
     * What is wrong with the topics, one sentence each; empty when all are as they have to be. Blocks on the broker.
     *
     * @throws ExecutionException   if the broker cannot be asked
     * @throws InterruptedException if the caller is being stopped
     */
    public static List<String> problems(Admin admin, List<Spec> specs) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<String> problems = new ArrayList<>();
        List<Spec> found = new ArrayList<>();
        for (Spec spec : specs) {
            if (existing.contains(spec.name())) {
                found.add(spec);
            } else {
                problems.add("topic %s is missing; run the migration step".formatted(spec.name()));
            }
        }
        Map<ConfigResource, Config> configs = admin.describeConfigs(
                        found.stream().map(DerwentTopics::resource).toList())
                .all()
                .get();
        for (Spec spec : found) {
            Config config = Objects.requireNonNull(configs.get(resource(spec)), spec.name());
            String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
            if (!policy.equals(spec.cleanupPolicy())) {
                problems.add("topic %s has cleanup policy %s, %s is expected"
                        .formatted(spec.name(), policy, spec.cleanupPolicy()));
            }
        }
        return problems;
    }

    private static ConfigResource resource(Spec spec) {
        return new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
    }
}
