package io.millrace.drift.topology;

import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told. */
final class RecordingListener implements DriftListener {
    final List<DriftStatistic> statistics = new ArrayList<>();
    final List<DriftAlert> alerts = new ArrayList<>();
    final List<RetrainingRequest> requests = new ArrayList<>();
    long late;
    long monitored;

    @Override
    public void statistic(DriftStatistic statistic) {
        statistics.add(statistic);
    }

    @Override
    public void alert(DriftAlert alert) {
        alerts.add(alert);
    }

    @Override
    public void retraining(RetrainingRequest request) {
        requests.add(request);
    }

    @Override
    public void late(long predictions) {
        late += predictions;
    }

    @Override
    public void monitored(long predictions) {
        monitored += predictions;
    }
}
