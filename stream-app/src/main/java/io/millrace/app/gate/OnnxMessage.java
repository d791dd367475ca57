package io.millrace.app.gate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an ONNX file with all their fields, as in {@code onnx-ml.proto} of IR version 13. A field that is not here
 * is not known to the ONNX Runtime that would read it either, and is refused.
 *
 * <p>The kinds: {@code number} is a varint, {@code float} and {@code double} have 4 and 8 bytes, {@code text} is a name that
 * is kept, {@code blob} is bytes that are only measured, and capitals are a message. A star is a field that may be there
 * more than once.
 */
@SuppressWarnings("ImmutableEnumChecker") // filled once, when all the messages that fields refer to exist
enum OnnxMessage {
    MODEL(
            "number ir_version = 1",
            "OPSET* opset_import = 8",
            "text producer_name = 2",
            "text producer_version = 3",
            "text domain = 4",
            "number model_version = 5",
            "blob doc_string = 6",
            "GRAPH graph = 7",
            "ENTRY* metadata_props = 14",
            "TRAINING* training_info = 20",
            "FUNCTION* functions = 25",
            "DEVICES* configuration = 26"),
    OPSET("text domain = 1", "number version = 2"),
    GRAPH(
            "NODE* node = 1",
            "text name = 2",
            "TENSOR* initializer = 5",
            "SPARSE* sparse_initializer = 15",
            "blob doc_string = 10",
            "VALUE* input = 11",
            "VALUE* output = 12",
            "VALUE* value_info = 13",
            "QUANTIZATION* quantization_annotation = 14",
            "ENTRY* metadata_props = 16"),
    NODE(
            "text* input = 1",
            "text* output = 2",
            "text name = 3",
            "text op_type = 4",
            "text domain = 7",
            "text overload = 8",
            "ATTRIBUTE* attribute = 5",
            "blob doc_string = 6",
            "ENTRY* metadata_props = 9",
            "PLACEMENT* device_configurations = 10"),
    ATTRIBUTE(
            "text name = 1",
            "text ref_attr_name = 21",
            "blob doc_string = 13",
            "number type = 20",
            "float f = 2",
            "number i = 3",
            "blob s = 4",
            "TENSOR t = 5",
            "GRAPH g = 6",
            "SPARSE sparse_tensor = 22",
            "TYPE tp = 14",
            "float* floats = 7",
            "number* ints = 8",
            "blob* strings = 9",
            "TENSOR* tensors = 10",
            "GRAPH* graphs = 11",
            "SPARSE* sparse_tensors = 23",
            "TYPE* type_protos = 15"),
    TENSOR(
            "number* dims = 1",
            "number data_type = 2",
            "SEGMENT segment = 3",
            "float* float_data = 4",
            "number* int32_data = 5",
            "blob* string_data = 6",
            "number* int64_data = 7",
            "text name = 8",
            "blob doc_string = 12",
            "blob raw_data = 9",
            "ENTRY* external_data = 13",
            "number data_location = 14",
            "double* double_data = 10",
            "number* uint64_data = 11",
            "ENTRY* metadata_props = 16"),
    SEGMENT("number begin = 1", "number end = 2"),
    SPARSE("TENSOR values = 1", "TENSOR indices = 2", "number* dims = 3"),
    VALUE("text name = 1", "TYPE type = 2", "blob doc_string = 3", "ENTRY* metadata_props = 4"),
    TYPE(
            "TENSOR_TYPE tensor_type = 1",
            "ELEMENT_TYPE sequence_type = 4",
            "MAP_TYPE map_type = 5",
            "ELEMENT_TYPE optional_type = 9",
            "TENSOR_TYPE sparse_tensor_type = 8",
            "OPAQUE_TYPE opaque_type = 7",
            "text denotation = 6"),
    TENSOR_TYPE("number elem_type = 1", "SHAPE shape = 2"),
    ELEMENT_TYPE("TYPE elem_type = 1"),
    MAP_TYPE("number key_type = 1", "TYPE value_type = 2"),
    OPAQUE_TYPE("text domain = 1", "text name = 2"),
    SHAPE("DIMENSION* dim = 1"),
    DIMENSION("number dim_value = 1", "text dim_param = 2", "text denotation = 3"),
    FUNCTION(
            "text name = 1",
            "text* input = 4",
            "text* output = 5",
            "text* attribute = 6",
            "ATTRIBUTE* attribute_proto = 11",
            "NODE* node = 7",
            "blob doc_string = 8",
            "OPSET* opset_import = 9",
            "text domain = 10",
            "text overload = 13",
            "VALUE* value_info = 12",
            "ENTRY* metadata_props = 14"),
    TRAINING(
            "GRAPH initialization = 1",
            "GRAPH algorithm = 2",
            "ENTRY* initialization_binding = 3",
            "ENTRY* update_binding = 4"),
    QUANTIZATION("text tensor_name = 1", "ENTRY* quant_parameter_tensor_names = 2"),
    ENTRY("text key = 1", "blob value = 2"),
    DEVICES("text name = 1", "number num_devices = 2", "text* device = 3"),
    PLACEMENT("text configuration_id = 1", "SHARDING* sharding_spec = 2", "number pipeline_stage = 3"),
    SHARDING(
            "text tensor_name = 1",
            "number* device = 2",
            "DEVICE_GROUP* index_to_device_group_map = 3",
            "SHARDED_DIM* sharded_dim = 4"),
    DEVICE_GROUP("number key = 1", "number* value = 2"),
    SHARDED_DIM("number axis = 1", "SIMPLE_SHARDING* simple_sharding = 2"),
    SIMPLE_SHARDING("number dim_value = 1", "text dim_param = 2", "number num_shards = 3");

    /** Above the highest number of any field. */
    static final int FIELD_NUMBERS = 32;

    private static final Pattern FORM = Pattern.compile("(?<kind>\\w+)(?<many>\\*?) (?<name>\\w+) = (?<number>\\d+)");

    private final String[] declarations;
    private final @Nullable Field[] byNumber = new @Nullable Field[FIELD_NUMBERS];
    private final Map<String, Field> byName = new HashMap<>();

    static {
        for (var message : values()) {
            message.resolve();
        }
    }

    OnnxMessage(String... declarations) {
        this.declarations = declarations;
    }

    enum Kind {
        NUMBER,
        FLOAT,
        DOUBLE,
        TEXT,
        BLOB,
        MESSAGE
    }

    /**
     * A field.
     *
     * @param many whether it may be there more than once
     * @param message what is in it, for {@link Kind#MESSAGE}
     */
    record Field(
            int number,
            String name,
            Kind kind,
            boolean many,
            @Nullable OnnxMessage message) {}

    private void resolve() {
        for (var declaration : declarations) {
            var form = FORM.matcher(declaration);
            if (!form.matches()) {
                throw new AssertionError(declaration);
            }
            var kind = form.group("kind");
            var isMessage = kind.equals(kind.toUpperCase(Locale.ROOT));
            var field = new Field(
                    Integer.parseInt(form.group("number")),
                    form.group("name"),
                    isMessage ? Kind.MESSAGE : Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    !form.group("many").isEmpty(),
                    isMessage ? valueOf(kind) : null);
            byNumber[field.number()] = field;
            byName.put(field.name(), field);
        }
    }

    /** The field with this number; null if there is none. */
    @Nullable
    Field field(int number) {
        return number < FIELD_NUMBERS ? byNumber[number] : null;
    }

    /** The number of a field that is known to exist. */
    int number(String name) {
        var field = byName.get(name);
        if (field == null) {
            throw new IllegalArgumentException(this + " has no field " + name);
        }
        return field.number();
    }
}
