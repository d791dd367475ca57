/** The sandbox's commands on the command line. */
@NullMarked
package io.millrace.sandbox.command;

import org.jspecify.annotations.NullMarked;
