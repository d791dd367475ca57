package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.app.registry.UnavailableModelException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebTest {
    private static final FetchLimits LIMITS = new FetchLimits(1000, Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final FetchLimits SHORT = new FetchLimits(1000, Duration.ofMillis(200), Duration.ofMillis(300));

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private int read(URI address) throws Exception {
        return new Web(null).read(address, sink, LIMITS.bytes(), Patience.of(LIMITS));
    }

    private UnavailableModelException failure(URI address, FetchLimits limits) {
        return catchThrowableOfType(UnavailableModelException.class, () -> new Web(null)
                .read(address, sink, limits.bytes(), Patience.of(limits)));
    }

    @Test
    void whatIsThereIsWrittenWhole() throws Exception {
        site.page("/a", new byte[1000]);

        assertThat(read(site.uri("/a"))).isEqualTo(200);
        assertThat(sink.toByteArray()).isEqualTo(new byte[1000]);
    }

    @Test
    void nothingIsThereWhenTheAnswerIsEmpty() throws Exception {
        site.page("/a", "");

        assertThat(read(site.uri("/a"))).isEqualTo(200);
        assertThat(sink.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 418})
    void aRefusalIsAStatusWithoutItsPage(int status) throws Exception {
        site.page("/a", exchange -> {
            exchange.sendResponseHeaders(status, 4);
            exchange.getResponseBody().write("page".getBytes(StandardCharsets.UTF_8));
        });

        assertThat(read(site.uri("/a"))).isEqualTo(status);
        assertThat(sink.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void aServerThatCannotNowIsAway(int status) {
        site.status("/a", status);

        var failure = failure(site.uri("/a"), LIMITS);

        assertThat(failure).hasMessage(site.uri("/a") + " answers " + status);
        assertThat(failure.reason()).isEqualTo(Reason.AWAY);
        assertThat(failure.isWorthAnotherTry()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void wrongCredentialsAreNoReasonToTryAgain(int status) {
        site.status("/a", status);

        var failure = failure(site.uri("/a"), LIMITS);

        assertThat(failure).hasMessageContaining("wants other credentials");
        assertThat(failure.isWorthAnotherTry()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 300, 304})
    void halfAnAnswerIsNone(int status) {
        site.status("/a", status);

        assertThat(failure(site.uri("/a"), LIMITS).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void oneByteTooManyIsRefusedBeforeItIsRead() {
        site.page("/a", new byte[1001]);

        var failure = failure(site.uri("/a"), LIMITS);

        assertThat(failure).hasMessage(site.uri("/a") + " has more than 1000 bytes");
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(sink.size()).isZero();
    }

    @Test
    void anAnswerWithoutEndIsRefusedWhileItIsRead() {
        site.flood("/a");

        assertThat(failure(site.uri("/a"), LIMITS)).hasMessage(site.uri("/a") + " has more than 1000 bytes");
        assertThat(sink.size()).isLessThanOrEqualTo(1000);
    }

    @Test
    void aServerThatSaysNothingIsAway() {
        site.silence("/a");

        var failure = failure(site.uri("/a"), SHORT);

        assertThat(failure).hasMessage(site.uri("/a") + " takes too long to answer");
        assertThat(failure.reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void aByteNowAndThenDoesNotProlongAnAnswer() {
        site.drip("/a");

        var failure = failure(site.uri("/a"), SHORT);

        assertThat(failure).hasMessage(site.uri("/a") + " takes too long to answer");
        assertThat(failure.reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void patienceIsForAllRedirectsTogether() {
        site.redirect("/a", "/b").silence("/b");

        assertThat(failure(site.uri("/a"), SHORT).reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void anAnswerThatBreaksOffIsWorthAnotherTry() {
        site.page("/a", exchange -> {
            exchange.sendResponseHeaders(200, 900);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
        });

        var failure = failure(site.uri("/a"), LIMITS);

        assertThat(failure).hasMessageContaining("breaks its answer off");
        assertThat(failure.reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void nobodyThereIsWorthAnotherTry() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        var failure = failure(URI.create("http://127.0.0.1:" + port + "/a"), LIMITS);

        assertThat(failure).hasMessageContaining("cannot be reached");
        assertThat(failure.reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void whatIsNoHttpIsNotQuoted() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var talking = new Thread(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/9 Bearer canary\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            talking.start();

            var failure = failure(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/a"), LIMITS);

            assertThat(failure).hasMessageContaining("breaks its answer off").hasMessageNotContaining("canary");
            assertThat(failure.getCause()).isNull();
            talking.join();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsWorthAnotherTry() {
        site.page("/a", "x");

        var failure = failure(URI.create(site.uri("/a").toString().replace("http:", "https:")), LIMITS);

        assertThat(failure.reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void anUnknownCertificateIsNoReasonToTryAgain(@TempDir Path folder) throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("keys"))));
        server.start();
        try {
            var address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/a");

            var failure = failure(address, LIMITS);

            assertThat(failure).hasMessage(address + " shows a certificate that is not trusted");
            assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext selfSigned(Path keys) throws Exception {
        var password = "changeit";
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(keys.toFile(), password.toCharArray()), password.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void redirectsAreFollowedFiveTimesAndNotSix() throws Exception {
        for (int i = 0; i < 6; i++) {
            site.redirect("/" + i, "/" + (i + 1));
        }
        site.page("/6", "x");

        assertThat(read(site.uri("/1"))).isEqualTo(200);
        assertThat(failure(site.uri("/0"), LIMITS)).hasMessage(site.uri("/0") + " redirects more than 5 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/b",
                "file:///etc/passwd",
                "ftp://host/b",
                "http://",
                "http://me:canary@host/",
                "http://a b/"
            })
    void aRedirectToAnotherSchemeOrToNowhereIsRefused(String location) {
        site.redirect("/a", location);

        var failure = failure(site.uri("/a"), LIMITS);

        assertThat(failure).hasMessageContaining("redirects to").hasMessageNotContaining("canary");
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void credentialsStayWithTheTrackingServerWhateverItRedirectsTo() throws Exception {
        try (var other = new Site("localhost")) {
            other.page("/b", "x");
            site.redirect("/a", other.uri("/b").toString());
            var server = new TrackingServer(site.uri(""), Credentials.bearer("canary"));

            new Web(server).read(site.uri("/a"), sink, 10, Patience.of(LIMITS));

            assertThat(site.asked()).containsExactly(new Site.Asked("/a", "Bearer canary"));
            assertThat(other.asked()).containsExactly(new Site.Asked("/b", ""));
        }
    }

    @Test
    void aServerThatQuotesTheCredentialsInARedirectDoesNotGetThemIntoAMessage() {
        site.redirect("/a", "/echo/canary").status("/echo/canary", 500);
        var server = new TrackingServer(site.uri(""), Credentials.bearer("canary"));

        assertThatThrownBy(() -> new Web(server).read(site.uri("/a"), sink, 10, Patience.of(LIMITS)))
                .isInstanceOf(UnavailableModelException.class)
                .hasMessageContaining("/echo/***")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aFullDiskIsNotTheServersFault() {
        site.page("/a", "x");
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };

        assertThatThrownBy(() -> new Web(null).read(site.uri("/a"), full, 10, Patience.of(LIMITS)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("no space left");
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        site.silence("/a");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> read(site.uri("/a"))).isInstanceOf(InterruptedException.class);
    }
}
