/** The command line: one class per command, each with an example in its help. Prints; decides nothing. */
@NullMarked
package io.millrace.app.command;

import org.jspecify.annotations.NullMarked;
