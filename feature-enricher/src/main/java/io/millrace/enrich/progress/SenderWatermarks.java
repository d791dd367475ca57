package io.millrace.enrich.progress;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each of a number of senders has said last. One that has not been heard of is waited for; one that said it is idle is
 * not, until it says otherwise; one that died is waited for, because it could not say so. Confined to one thread.
 */
public final class SenderWatermarks {
    /** Later than any event: nobody is waited for. */
    public static final long NOBODY = Long.MAX_VALUE;

    private final int senders;
    private final Map<Integer, Watermark> said = new TreeMap<>();
    private long leastActive = Watermark.UNKNOWN;
    private long latest = Watermark.UNKNOWN;

    /** @param senders how many there are; 1 or more */
    public SenderWatermarks(int senders) {
        if (senders < 1) {
            throw new IllegalArgumentException(senders + " senders");
        }
        this.senders = senders;
    }

    /**
     * Takes note of what a sender says; the last word counts, also one that takes a former one back.
     *
     * @return whether it said something new
     */
    public boolean hear(Watermark watermark) {
        boolean news = !watermark.equals(said.put(watermark.sender(), watermark));
        if (said.size() > senders) {
            throw new IllegalStateException("watermarks of more than " + senders + " senders " + said.keySet()
                    + "; the number of partitions of the event topic was changed under a running pipeline");
        }
        if (news) {
            recompute();
        }
        return news;
    }

    /** The last word of each sender that was heard of. */
    public Collection<Watermark> said() {
        return Collections.unmodifiableCollection(said.values());
    }

    /** The least watermark of those that are waited for: {@link Watermark#UNKNOWN} at first, {@link #NOBODY} if all are idle. */
    public long awaited() {
        return leastActive;
    }

    /** How far time has come for good: what is awaited, and once all are idle as far as any has come. */
    public long reached() {
        return leastActive == NOBODY ? latest : leastActive;
    }

    /** Whether all are idle. */
    public boolean idle() {
        return leastActive == NOBODY;
    }

    private void recompute() {
        leastActive = said.size() < senders ? Watermark.UNKNOWN : NOBODY;
        for (Watermark watermark : said.values()) {
            latest = Math.max(latest, watermark.timeMillis());
            if (!watermark.idle()) {
                leastActive = Math.min(leastActive, watermark.timeMillis());
            }
        }
    }
}
