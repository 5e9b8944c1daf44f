package io.derwent.edge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.derwent.wire.testing.TestBrowser;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The hub's page in a real browser, wide and narrow, in every state a person may find it in. */
class StatusPageIT extends WithAHub {
    private static final String LONG_NAME = "ward-7-blood-pressure-".repeat(9);

    @Test
    void connected() throws Exception {
        gateway.open();
        hub.publish5("cuff-1", "event", "1");
        await().untilAsserted(
                        () -> assertThat(hub.status().getInteger("forwarded")).isOne());

        onThePage(page -> {
            assertThat(situation(page)).containsText("Connected");
            assertThat(situation(page)).containsText("Everything has been sent.");
            assertThat(fact(page, "Waiting to be sent")).hasText("none");
            assertThat(fact(page, "Sent since the hub started")).hasText("1");
        });
    }

    @Test
    void notConnectedWithMeasurementsThatWait() throws Exception {
        hub.publish5("cuff-1", "event", "1");
        hub.publish5("cuff-1", "event", "2");

        onThePage(page -> {
            assertThat(situation(page)).containsText("Not connected");
            assertThat(situation(page)).containsText("The hub does not reach the gateway. Nothing is lost");
            assertThat(situation(page)).containsText("What to do: Is there Internet on other devices here?");
            assertThat(fact(page, "Waiting to be sent")).hasText("2");
            assertThat(fact(page, "The oldest of them")).containsText("just now");
            assertThat(fact(page, "Not connected since")).containsText("just now");
        });
    }

    @Test
    void withoutALineItSaysWhatItFound() throws Exception {
        gateway.open();
        await().untilAsserted(() -> {
            gateway.command("plans", WatchTest.plansOf(1, "cuff-1", "p1"));
            assertThat(hub.status().getInteger("patients")).isOne();
        });
        gateway.shut();
        hub.restart(Map.of("DERWENT_EDGE_SCORE_AFTER", "0s"));
        hub.publish5("cuff-1", "event", "{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");

        onThePage(page -> {
            assertThat(situation(page)).containsText("Not connected");
            assertThat(page.locator(".notice")).containsText("A measurement needs attention");
            assertThat(page.locator(".notice")).containsText("with cuff-1 was far outside the usual range");
            assertThat(fact(page, "Patients it watches by itself without a line"))
                    .hasText("1");
        });
    }

    @Test
    void notLetIn() throws Exception {
        gateway.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD);
        gateway.open();
        await().untilAsserted(
                        () -> assertThat(hub.status().getString("trouble")).isEqualTo("NOT_LET_IN"));

        onThePage(page -> {
            assertThat(situation(page)).containsText("its name or password is not right");
            assertThat(situation(page)).containsText("It is not the Internet.");
        });
    }

    @Test
    void connectedToAGatewayThatTakesNothingAtTheMoment() throws Exception {
        gateway.answer(payload -> new Answer(0x83, "Kafka is away"));
        gateway.open();
        hub.publish5("cuff-1", "event", "1");
        await().untilAsserted(
                        () -> assertThat(hub.status().getBoolean("heldUp")).isTrue());

        onThePage(page -> {
            assertThat(situation(page)).containsText("Connected, but waiting");
            assertThat(situation(page)).containsText("The gateway takes nothing at the moment. Nothing is lost");
            assertThat(fact(page, "Last trouble")).containsText("0x83 (Kafka is away)");
        });
    }

    @Test
    void refusedForGoodAndNotTakenFromDevicesWhateverNamesAndReasonsAreLike() throws Exception {
        gateway.answer(payload -> new Answer(Integer.parseInt(payload, 16), "<i>" + "reason".repeat(200)));
        gateway.announcePacketsUpTo(1_000);
        gateway.open();
        hub.publish5("cuff-1", "event", "99");
        hub.publish5("cuff-1", "event", "87");
        hub.publish5("cuff-1", "event", "90");
        hub.publish5(LONG_NAME, "event", "x".repeat(1_000));
        Mqtt5BlockingClient device = hub.connect5("cuff-1");
        assertThatThrownBy(() -> device.publish(RunningHub.message("x".repeat(500), "1")))
                .isInstanceOf(Mqtt5PubAckException.class);
        await().untilAsserted(() -> assertThat(hub.status().getInteger("dead")).isEqualTo(4));

        onThePage(page -> {
            assertThat(situation(page)).containsText("Everything has been sent, but for 4 that the gateway refused.");
            assertThat(fact(page, "Refused by the gateway for good")).hasText("4");
            assertThat(page.locator("h3")).hasText(new String[] {
                "Not a measurement the gateway can read",
                "From a device the hub may not speak for",
                "Sent to an address the gateway does not know",
                "Larger than the gateway takes"
            });
            assertThat(page.locator("main")).containsText("0x99 (<i>reasonreason");
            assertThat(page.locator("main")).containsText(LONG_NAME);
            assertThat(fact(page, "Not taken from devices")).hasText("1");
        });
        device.disconnect();
    }

    @Test
    void full() throws Exception {
        hub.restart(Map.of("DERWENT_EDGE_QUEUE_BYTES", String.valueOf(1024 * 1024)));
        Mqtt5BlockingClient device = hub.connect5("cuff-1");
        assertThatThrownBy(() -> {
                    while (true) {
                        device.publish(RunningHub.message("event", "x".repeat(60_000)));
                    }
                })
                .isInstanceOf(Mqtt5PubAckException.class);

        onThePage(page -> {
            assertThat(situation(page)).containsText("No room");
            assertThat(situation(page)).containsText("its queue is full. What it has is safe.");
            assertThat(situation(page)).containsText("Is there Internet on other devices here?");
        });
        device.disconnect();
    }

    /** Wide and narrow, with scripts, which axe needs, and without. */
    private void onThePage(Consumer<Page> says) {
        try (TestBrowser browser = new TestBrowser(hub.url())) {
            for (int width : new int[] {TestBrowser.DESKTOP, TestBrowser.PHONE}) {
                try (BrowserContext window = browser.window(width, true);
                        BrowserContext scriptless = browser.window(width, false)) {
                    Page page = browser.page(window);
                    page.navigate(hub.url());
                    says.accept(page);
                    TestBrowser.assertAccessible(page);
                    Page plain = browser.page(scriptless);
                    plain.navigate(hub.url());
                    plain.getByText("Look again").click();
                    says.accept(plain);
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Locator situation(Page page) {
        return page.locator(".situation");
    }

    private static Locator fact(Page page, String name) {
        return page.locator("dl > div")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("dt", new Page.LocatorOptions().setHasText(name))))
                .locator("dd");
    }
}
