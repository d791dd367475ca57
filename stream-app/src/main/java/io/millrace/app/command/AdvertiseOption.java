package io.millrace.app.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The address that other instances are told: as given, or, for {@code auto}, the full name that this machine has for itself. */
public final class AdvertiseOption implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        if (!value.equals("auto")) {
            return value;
        }
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            throw new TypeConversionException("auto: this machine has no name for itself; give one");
        }
    }
}
