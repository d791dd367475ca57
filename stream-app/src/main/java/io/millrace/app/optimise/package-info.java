/**
 * Other forms of a model that say the same in less time or space: the graph as ONNX Runtime rewrites it, and one with weights of eight
 * bits. Each is a model folder of its own with the golden rows of the first one, so that the gate tells whether it still says the
 * same.
 */
@NullMarked
package io.millrace.app.optimise;

import org.jspecify.annotations.NullMarked;
