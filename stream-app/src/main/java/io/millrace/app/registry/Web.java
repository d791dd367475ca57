package io.millrace.app.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is on the web, trusting nobody: so many bytes and no more, by a deadline, over at most {@value #MOST_REDIRECTS} redirects and none
 * of them to another scheme, with credentials for the tracking server alone. Exceptions tell
 * nothing that a server wrote but where it sent us, and that without the credentials. Safe for concurrent use.
 */
final class Web {
    static final int MOST_REDIRECTS = 5;
    static final int FOUND = 200;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final @Nullable TrackingServer tracking;

    /**
     * Readies a client.
     *
     * @param tracking who is shown its credentials; null for nobody
     */
    Web(@Nullable TrackingServer tracking) {
        this.tracking = tracking;
    }

    /**
     * Reads what is at an address.
     *
     * @param most bytes; an answer that has more, or says so beforehand, is refused
     * @return {@value #FOUND} when all of it has been written to {@code sink}, or a status from 400 to 499 other than those that are
     *     about credentials or time, with nothing written
     * @throws IOException if {@code sink} does
     */
    int read(URI address, OutputStream sink, long most, Patience patience)
            throws UnavailableModelException, IOException, InterruptedException {
        var at = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            var body = new CappedBody(sink, most);
            var response = send(at, body, most, patience);
            int status = response.statusCode();
            if (status == FOUND) {
                requireComplete(at, response.body(), body, most);
                return status;
            }
            if (!isRedirect(status)) {
                return judged(at, status);
            }
            at = target(at, response);
        }
        throw UnavailableModelException.refused(told(address) + " redirects more than " + MOST_REDIRECTS + " times");
    }

    private HttpResponse<CappedBody.End> send(URI at, CappedBody body, long most, Patience patience)
            throws UnavailableModelException, InterruptedException {
        long left = patience.remainingNanos();
        if (left <= 0) {
            throw late(at);
        }
        var request = HttpRequest.newBuilder(at)
                .timeout(Duration.ofNanos(Math.min(left, patience.answer().toNanos())))
                .header("Accept", "application/json, application/octet-stream;q=0.9, */*;q=0.5");
        authorization(at).ifPresent(header -> request.header("Authorization", header));
        var exchange = client.sendAsync(request.build(), handler(body, most));
        try {
            return exchange.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late(at);
        } catch (ExecutionException e) {
            throw broken(at, e.getCause());
        } finally {
            // does nothing to an exchange that is over
            exchange.cancel(true);
        }
    }

    private Optional<String> authorization(URI at) {
        return tracking == null ? Optional.empty() : tracking.authorization(at);
    }

    /** Only what was asked for is read: not the page that comes with an error or a redirect. */
    private static BodyHandler<CappedBody.End> handler(CappedBody body, long most) {
        return head -> {
            if (head.statusCode() != FOUND) {
                return unread();
            }
            if (head.headers().firstValueAsLong("Content-Length").orElse(0) > most) {
                body.end(CappedBody.End.TOO_LARGE);
            }
            return body;
        };
    }

    private static BodySubscriber<CappedBody.End> unread() {
        var nothing = new CappedBody(OutputStream.nullOutputStream(), 0);
        nothing.end(CappedBody.End.COMPLETE);
        return nothing;
    }

    private void requireComplete(URI at, CappedBody.End end, CappedBody body, long most)
            throws UnavailableModelException, IOException {
        if (end == CappedBody.End.TOO_LARGE) {
            throw UnavailableModelException.refused(told(at) + " has more than " + most + " bytes");
        }
        var failure = body.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private int judged(URI at, int status) throws UnavailableModelException {
        if (status == 401 || status == 403) {
            throw UnavailableModelException.refused(
                    told(at) + " answers " + status + ": it wants other credentials (docs/registries.md)");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw UnavailableModelException.away(told(at) + " answers " + status);
        }
        if (status < 400) {
            throw UnavailableModelException.refused(
                    told(at) + " answers " + status + ", and not with what was asked for");
        }
        return status;
    }

    private URI target(URI at, HttpResponse<?> response) throws UnavailableModelException {
        try {
            var target = at.resolve(response.headers().firstValue("Location").orElse(""));
            SourceText.requireServer(target);
            if (!at.getScheme().equalsIgnoreCase(target.getScheme())) {
                throw UnavailableModelException.refused(told(at) + " redirects to " + target.getScheme());
            }
            return target;
        } catch (IllegalArgumentException e) {
            throw UnavailableModelException.refused(told(at) + " redirects to what is no URL of a server");
        }
    }

    private UnavailableModelException late(URI at) {
        return UnavailableModelException.away(told(at) + " takes too long to answer");
    }

    /** By its kind alone: a message of the client's may quote the server. */
    private UnavailableModelException broken(URI at, @Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException) {
                return late(at);
            }
            if (cause instanceof ConnectException) {
                return UnavailableModelException.away(told(at) + " cannot be reached");
            }
            if (cause instanceof CertificateException) {
                return UnavailableModelException.refused(told(at) + " shows a certificate that is not trusted");
            }
        }
        var kind = failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")";
        return UnavailableModelException.away(told(at) + " breaks its answer off" + kind);
    }

    private String told(URI at) {
        var address = SourceText.withoutQuery(at);
        return tracking == null ? address : tracking.credentials().hiddenIn(address);
    }
}
