package io.millrace.sandbox.broker;

/** A program with a broker, to be killed: says the broker's process id and folder, and then does nothing. */
final class ParentOfABroker {
    private ParentOfABroker() {}

    public static void main(String[] arguments) throws Exception {
        try (var broker = SandboxBroker.start()) {
            System.out.println(broker.process().pid());
            System.out.println(broker.folder());
            System.in.read(); // nobody writes: until the end
        }
    }
}
