package io.derwent.console.push;

import io.derwent.store.Contacts.Contact;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Mail over SMTP. The Message-ID is the message's reference: whoever gets it twice sees it once where the program looks. */
public final class MailCarrier implements Carrier, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final PushConfig.Mail config;
    private final MailClient client;

    public MailCarrier(Vertx vertx, PushConfig.Mail config) {
        this.config = config;
        boolean login = !config.user().isEmpty();
        MailConfig mail = new MailConfig()
                .setHostname(config.host())
                .setPort(config.port())
                .setSsl(config.tls() == PushConfig.Tls.TLS)
                .setStarttls(
                        config.tls() == PushConfig.Tls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setLogin(login ? LoginOption.REQUIRED : LoginOption.DISABLED);
        if (login) {
            mail.setUsername(config.user()).setPassword(config.password());
        }
        if (config.tls() != PushConfig.Tls.NONE) {
            mail.setHostnameVerificationAlgorithm("HTTPS");
        }
        client = MailClient.create(vertx, mail);
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public boolean reaches(Connection connection, Contact contact, String patient) {
        return contact.email() != null;
    }

    @Override
    public Sent send(Message message) {
        String domain =
                config.from().substring(config.from().lastIndexOf('@') + 1).replace(">", "");
        MailMessage mail = new MailMessage()
                .setFrom(config.from())
                .setTo(Objects.requireNonNull(message.to().email()))
                .setSubject(message.title())
                .setText(message.body() + "\n")
                .setHeaders(MultiMap.caseInsensitiveMultiMap()
                        .add("Message-ID", "<%s@%s>".formatted(message.reference(), domain))
                        .add("Auto-Submitted", "auto-generated")); // RFC 3834: nobody's holiday answers it
        try {
            client.sendMail(mail)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Sent.taken();
        } catch (ExecutionException e) {
            return failed(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            return Sent.unsure("the mail server does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Sent.unsure("this console is ending");
        }
    }

    private static Sent failed(Throwable failure) {
        if (failure instanceof SMTPException refusal) {
            String said = "the mail server says " + refusal.getReplyCode();
            return refusal.isPermanent() ? Sent.refused(said) : Sent.notNow(said);
        }
        if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
            return Sent.notNow("the mail server cannot be reached");
        }
        return Sent.unsure("mail: " + failure.getMessage());
    }

    @Override
    public void close() {
        client.close();
    }
}
