/** What a running pipeline answers over HTTP: health for orchestrators, metrics for Prometheus. */
@NullMarked
package io.millrace.app.http;

import org.jspecify.annotations.NullMarked;
