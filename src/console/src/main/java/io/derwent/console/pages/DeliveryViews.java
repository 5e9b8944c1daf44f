package io.derwent.console.pages;

import io.derwent.console.pages.Views.Told;
import io.derwent.store.Deliveries.Delivery;
import io.derwent.store.Deliveries.State;
import java.util.List;
import java.util.Optional;

/** What people were told, in words: "Asked to measure again by text message at 09:12: delivered". */
final class DeliveryViews {
    private final Texts texts;
    private final UkTimes times;

    DeliveryViews(Texts texts, UkTimes times) {
        this.texts = texts;
        this.times = times;
    }

    /** Newest first, as they come; what somebody sent to try it is theirs alone. */
    List<Told> told(List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(one -> !one.what().equals("test"))
                .map(this::told)
                .toList();
    }

    Told told(Delivery one) {
        boolean trouble = one.state() == State.NO_CHANNEL || one.state() == State.FAILED;
        String asked = texts.of("told.to", texts.coded("told.who", kind(one)), texts.coded("told.what", one.what()));
        String state = texts.coded("told.state", one.state().code());
        String how = one.channel() == null
                ? texts.of("told.line", asked, times.within(one.createdAt()), state)
                : texts.of(
                        "told.line-by",
                        asked,
                        texts.coded("told.by", one.channel()),
                        times.within(Optional.ofNullable(one.lastAttemptAt()).orElse(one.createdAt())),
                        state);
        return new Told(one.maybeTwice() ? texts.of("told.twice", how) : how, trouble);
    }

    private static String kind(Delivery one) {
        return one.person().substring(0, one.person().indexOf('/'));
    }
}
