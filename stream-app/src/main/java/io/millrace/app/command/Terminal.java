package io.millrace.app.command;

/** Whether somebody looks. */
public final class Terminal {
    private Terminal() {}

    /**
     * Whether output can be redrawn in place. The launcher knows and says so: from Java 22 on {@link System#console} answers
     * where there is no terminal, too.
     */
    public static boolean isInteractive() {
        return "1".equals(System.getenv("MILLRACE_TERMINAL"));
    }

    /** The same of standard error alone: output may go to a file while somebody looks at how far it is. */
    public static boolean showsErrors() {
        return "1".equals(System.getenv("MILLRACE_TERMINAL_ERR"));
    }
}
