/** Tests of the whole module, and the small pipeline that they share. */
@NullMarked
package io.millrace.enrich;

import org.jspecify.annotations.NullMarked;
