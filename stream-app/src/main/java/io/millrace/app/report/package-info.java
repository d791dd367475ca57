/** Reports to look at: what a comparison found, as one file that a browser opens without a server. */
@NullMarked
package io.millrace.app.report;

import org.jspecify.annotations.NullMarked;
