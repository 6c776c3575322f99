package minitaur.controller.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minitaur.controller.run.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Submits rows as one Indexed Job with one pod per row. The runs are stored on a volume claim
 * mounted by all pods; the plan is a config map. A pod that is evicted or killed is replaced and
 * resumes from its newest checkpoint; a row with an invalid configuration or a diverged training
 * fails and is not repeated.
 *
 * <p>Rows that an earlier Job of the same plan has finished or is still training are not submitted
 * again. If two pods get the same row, the lock of the run admits only one.
 *
 * @param clientFactory opens a client, which is closed after use
 * @param out receives messages about submitted rows
 */
public record KubernetesExecutor(
    SweepPlan plan, Target target, Supplier<KubernetesClient> clientFactory, Consumer<String> out)
    implements SweepExecutor {

  /** Label that identifies the Jobs of a plan. */
  static final String PLAN_LABEL = "minitaur/plan";

  /** Label with the human-readable name of the sweep. */
  static final String SWEEP_LABEL = "minitaur/sweep";

  /** Annotation with the rows of a Job, in the order of its completion indexes. */
  static final String ROWS_ANNOTATION = "minitaur/rows";

  private static final String PLAN_FILE = "plan.yaml";
  private static final String CONFIG_FILE = "config.yaml";
  private static final String PLAN_PATH = "/plan";
  private static final String RUNS_PATH = "/runs";

  private static final int MAX_NAME_LENGTH = 40;
  private static final Pattern JOB_NUMBER = Pattern.compile("-(\\d{1,6})$");

  /**
   * Execution target of the rows.
   *
   * @param image of the container; its entry point is the program
   * @param claim persistent volume claim for the runs, mountable by all pods
   * @param namespace null for the namespace of the client's context
   * @param jobs max number of rows that run at a time; 0 for no limit
   * @param retryFailed whether failed rows are submitted again
   */
  public record Target(
      String image, String claim, @Nullable String namespace, int jobs, boolean retryFailed) {}

  /** Creates an executor for the cluster of the current context. */
  public KubernetesExecutor(SweepPlan plan, Target target, Consumer<String> out) {
    this(plan, target, () -> new KubernetesClientBuilder().build(), out);
  }

  /** Returns the manifest as YAML. */
  @Override
  public String describe(List<SweepRow> rows) throws IOException {
    if (rows.isEmpty()) {
      return "";
    }
    ConfigMap files = configMap();
    return Serialization.asYaml(
        new KubernetesListBuilder().withItems(files, job(rows, files, 1)).build());
  }

  @Override
  public boolean run(List<SweepRow> rows, BooleanSupplier stop) throws IOException {
    if (rows.isEmpty()) {
      return true;
    }
    ConfigMap files = configMap();
    try (KubernetesClient client = clientFactory.get()) {
      String namespace = target.namespace() == null ? client.getNamespace() : target.namespace();
      List<Job> earlier =
          client
              .batch()
              .v1()
              .jobs()
              .inNamespace(namespace)
              .withLabel(PLAN_LABEL, hash(files))
              .list()
              .getItems();
      List<SweepRow> remaining = rowsToSubmit(rows, earlier);
      if (remaining.isEmpty()) {
        return true;
      }
      try {
        client.configMaps().inNamespace(namespace).resource(files).create();
      } catch (KubernetesClientException e) {
        // An existing config map has the same content, because its name contains the content's
        // hash.
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
      Job job = job(remaining, files, nextNumber(earlier));
      client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
      out.accept(
          "submitted job %s with %d rows; progress: kubectl --namespace %s get job %s"
              .formatted(
                  job.getMetadata().getName(),
                  remaining.size(),
                  namespace,
                  job.getMetadata().getName()));
      return true;
    } catch (KubernetesClientException e) {
      String reason =
          e.getStatus() != null && e.getStatus().getMessage() != null
              ? e.getStatus().getMessage()
              : String.valueOf(e.getMessage());
      throw new IOException(
          "the Kubernetes API rejects the request or cannot be reached ("
              + reason
              + "); check the context with kubectl config current-context",
          e);
    }
  }

  /** The number after the highest one of the earlier Jobs, some of which may have been deleted. */
  private static int nextNumber(List<Job> earlier) {
    return 1
        + earlier.stream()
            .map(job -> JOB_NUMBER.matcher(job.getMetadata().getName()))
            .filter(Matcher::find)
            .mapToInt(number -> Integer.parseInt(number.group(1)))
            .max()
            .orElse(0);
  }

  /** The rows that no earlier Job has finished or is still training. */
  private List<SweepRow> rowsToSubmit(List<SweepRow> rows, List<Job> earlier) {
    TreeSet<Integer> done = new TreeSet<>();
    TreeSet<Integer> failed = new TreeSet<>();
    TreeSet<Integer> running = new TreeSet<>();
    for (Job job : earlier) {
      List<Integer> jobRows =
          IndexRanges.parse(job.getMetadata().getAnnotations().get(ROWS_ANNOTATION));
      // A new Job has no status.
      JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
      List<Integer> completedIndexes = IndexRanges.parse(status.getCompletedIndexes());
      List<Integer> failedIndexes = IndexRanges.parse(status.getFailedIndexes());
      boolean active =
          status.getConditions().stream()
              .noneMatch(
                  each ->
                      List.of("Complete", "Failed").contains(each.getType())
                          && "True".equals(each.getStatus()));
      for (int i = 0; i < jobRows.size(); i++) {
        if (completedIndexes.contains(i)) {
          // With halving, a completed pod may have paused at a rung.
          if (plan.halving() == null) {
            done.add(jobRows.get(i));
          }
        } else if (failedIndexes.contains(i)) {
          failed.add(jobRows.get(i));
        } else if (active) {
          running.add(jobRows.get(i));
        }
      }
      if (active && plan.halving() != null) {
        running.addAll(jobRows);
      }
    }
    failed.removeAll(done);
    report(done, " finished");
    report(running, " running");
    report(failed, target.retryFailed() ? " failed, repeated" : " failed; --retry-failed repeats");
    if (!running.isEmpty() && plan.halving() != null) {
      out.accept("Repeat this command when the job has ended; it then submits the next rung.");
      return List.of();
    }
    return rows.stream()
        .filter(
            row ->
                !done.contains(row.index())
                    && !running.contains(row.index())
                    && (target.retryFailed() || !failed.contains(row.index())))
        .toList();
  }

  private void report(Set<Integer> rows, String state) {
    if (!rows.isEmpty()) {
      out.accept("rows " + IndexRanges.format(List.copyOf(rows)) + state);
    }
  }

  private String name() {
    String name =
        ("minitaur-" + plan.name()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return name.substring(0, Math.min(MAX_NAME_LENGTH, name.length())).replaceAll("-+$", "");
  }

  private static String hash(ConfigMap files) {
    return digest(files.getData());
  }

  private ObjectMeta metadata(String suffix, String hash) {
    return new ObjectMetaBuilder()
        .withName(name() + "-" + hash + suffix)
        .withNamespace(target.namespace())
        .addToLabels(SWEEP_LABEL, name())
        .addToLabels(PLAN_LABEL, hash)
        .build();
  }

  /** Config map with the plan and its configuration file. */
  private ConfigMap configMap() throws IOException {
    Map<String, String> data = new TreeMap<>();
    YAMLMapper mapper = new YAMLMapper();
    ObjectNode content = (ObjectNode) mapper.readTree(Files.readString(plan.file()));
    content.put("name", plan.name());
    if (plan.config() != null) {
      content.put("config", CONFIG_FILE);
      data.put(CONFIG_FILE, Files.readString(plan.config()));
    }
    data.put(PLAN_FILE, mapper.writeValueAsString(content));
    return new ConfigMapBuilder()
        .withMetadata(metadata("", digest(data)))
        .withImmutable(true)
        .withData(data)
        .build();
  }

  private static String digest(Map<String, String> data) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(data).forEach((name, content) -> text.append(name).append(content));
    return SweepPlan.hash(text.toString());
  }

  /**
   * Creates the Job for {@code rows}; {@code number} is the index of the Job in the plan, from 1.
   */
  private Job job(List<SweepRow> rows, ConfigMap files, int number) {
    String ranges = IndexRanges.format(rows.stream().map(SweepRow::index).toList());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sweep",
                PLAN_PATH + "/" + PLAN_FILE,
                "--dir",
                RUNS_PATH + "/" + plan.name(),
                "--rows",
                ranges,
                "--row",
                "$(JOB_COMPLETION_INDEX)"));
    if (target.retryFailed()) {
      arguments.add("--retry-failed");
    }
    Job job =
        Serialization.unmarshal(
            """
            spec:
              completionMode: Indexed
              completions: %d
              parallelism: %d
              # Killed pods of a row before it fails; evictions do not count.
              backoffLimitPerIndex: 20
              podFailurePolicy:
                rules:
                - action: Ignore
                  onPodConditions: [{type: DisruptionTarget, status: "True"}]
                # A retry would fail again.
                - action: FailIndex
                  onExitCodes: {containerName: row, operator: In, values: %s}
              template:
                metadata:
                  labels: {%s: %s}
                spec:
                  restartPolicy: Never
                  # A run writes a checkpoint at the end of its current episode.
                  terminationGracePeriodSeconds: 60
                  # Owns the files on the claim, regardless of the user of the image.
                  securityContext: {fsGroup: 1000}
                  containers:
                  - name: row
                    image: %s
                    args: %s
                    resources:
                      requests: {cpu: "2", memory: 2Gi}
                      limits: {memory: 2Gi}
                    volumeMounts:
                    - {name: plan, mountPath: %s, readOnly: true}
                    - {name: runs, mountPath: %s}
                  volumes:
                  - name: plan
                    configMap: {name: %s}
                  - name: runs
                    persistentVolumeClaim: {claimName: %s}
            """
                .formatted(
                    rows.size(),
                    target.jobs() == 0 ? rows.size() : target.jobs(),
                    List.of(ExitCode.FAILED.number(), ExitCode.USAGE.number()),
                    SWEEP_LABEL,
                    name(),
                    Serialization.asJson(target.image()),
                    Serialization.asJson(arguments),
                    PLAN_PATH,
                    RUNS_PATH,
                    files.getMetadata().getName(),
                    Serialization.asJson(target.claim())),
            Job.class);
    job.setMetadata(
        new ObjectMetaBuilder(metadata("-" + number, hash(files)))
            .addToAnnotations(ROWS_ANNOTATION, ranges)
            .build());
    return job;
  }
}
