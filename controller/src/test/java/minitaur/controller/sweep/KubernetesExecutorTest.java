package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobListBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KubernetesExecutorTest {
  private static final String JOBS = "/apis/batch/v1/namespaces/lab/jobs";
  private static final String FILES = "/api/v1/namespaces/lab/configmaps";

  @TempDir private Path directory;
  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private final List<String> out = new ArrayList<>();

  /** Number of the first Job that the server lists. */
  private int firstNumber = 1;

  @BeforeEach
  void start() {
    server.init();
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  private SweepPlan plan(String extraYaml) throws IOException {
    Files.writeString(directory.resolve("robot.yaml"), "task: {kp: 1}\n");
    return SweepPlan.read(
        Files.writeString(
            directory.resolve("My_plan.yaml"),
            "config: robot.yaml\nsettings: {run.steps: 5000}\ngrid: {task.kd: [0.01, 0.02]}\n"
                + "seeds: 0-2\n"
                + extraYaml));
  }

  private KubernetesExecutor executor(SweepPlan plan, boolean retryFailed) {
    return new KubernetesExecutor(
        plan,
        new KubernetesExecutor.Target("lab/minitaur:0.2", "runs", "lab", 4, retryFailed),
        server::createClient,
        out::add);
  }

  private static String planLabel(KubernetesExecutor executor, SweepPlan plan) throws IOException {
    KubernetesList list =
        Serialization.unmarshal(executor.describe(plan.rows()), KubernetesList.class);
    return list.getItems().get(0).getMetadata().getLabels().get(KubernetesExecutor.PLAN_LABEL);
  }

  /** Makes the server list Jobs of an earlier submission of these rows. */
  private void expectJobs(KubernetesExecutor executor, SweepPlan plan, JobStatus... statuses)
      throws IOException {
    KubernetesList list =
        Serialization.unmarshal(executor.describe(plan.rows()), KubernetesList.class);
    List<Job> jobs = new ArrayList<>();
    for (JobStatus status : statuses) {
      Job job = Serialization.clone((Job) list.getItems().get(1));
      job.getMetadata()
          .setName(
              job.getMetadata()
                  .getName()
                  .replaceFirst("1$", Integer.toString(firstNumber + jobs.size())));
      job.setStatus(status);
      jobs.add(job);
    }
    server
        .expect()
        .get()
        .withPath(JOBS + "?labelSelector=minitaur%2Fplan%3D" + planLabel(executor, plan))
        .andReturn(200, new JobListBuilder().withItems(jobs).build())
        .always();
  }

  private void expectPost(String path, int code) {
    server.expect().post().withPath(path).andReturn(code, new StatusBuilder().build()).once();
  }

  private RecordedRequest takeRequest(String method, String path) throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    assertThat(request.getMethod() + " " + request.getPath()).startsWith(method + " " + path);
    return request;
  }

  private static <T> T parseBody(RecordedRequest request, Class<T> type) {
    return Serialization.unmarshal(request.getBody().readString(StandardCharsets.UTF_8), type);
  }

  @Test
  void manifestIsValid() throws Exception {
    SweepPlan plan = plan("");
    KubernetesList list =
        Serialization.unmarshal(
            executor(plan, false).describe(plan.rows().subList(1, 5)), KubernetesList.class);
    assertNoUnknownFields(list);
    ConfigMap files = (ConfigMap) list.getItems().get(0);
    Job job = (Job) list.getItems().get(1);
    for (String name : List.of(files.getMetadata().getName(), job.getMetadata().getName())) {
      assertThat(name).startsWith("minitaur-my-plan-").matches("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");
    }
    JobSpec spec = job.getSpec();
    assertThat(spec.getCompletionMode()).isEqualTo("Indexed");
    assertThat(spec.getCompletions()).isEqualTo(4);
    assertThat(spec.getParallelism()).isEqualTo(4);
    assertThat(spec.getBackoffLimitPerIndex()).isPositive();
    assertThat(spec.getPodFailurePolicy().getRules())
        .extracting("action")
        .containsExactly("Ignore", "FailIndex");
    assertThat(spec.getPodFailurePolicy().getRules().get(1).getOnExitCodes().getValues())
        .containsExactly(1, 2);
    PodSpec pod = spec.getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).as("required by podFailurePolicy").isEqualTo("Never");
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(pod.getContainers().get(0).getName())
        .isEqualTo(
            spec.getPodFailurePolicy().getRules().get(1).getOnExitCodes().getContainerName());
    assertThat(pod.getContainers().get(0).getImage()).isEqualTo("lab/minitaur:0.2");
    assertThat(pod.getContainers().get(0).getArgs())
        .containsExactly(
            "sweep",
            "/plan/plan.yaml",
            "--dir",
            "/runs/My_plan",
            "--rows",
            "1-4",
            "--row",
            "$(JOB_COMPLETION_INDEX)");
    assertThat(pod.getVolumes()).extracting("name").containsExactly("plan", "runs");
    assertThat(pod.getVolumes().get(0).getConfigMap().getName())
        .isEqualTo(files.getMetadata().getName());
    assertThat(pod.getVolumes().get(1).getPersistentVolumeClaim().getClaimName()).isEqualTo("runs");
    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .extracting("name")
        .containsExactly("plan", "runs");
  }

  @Test
  void podsReadTheSamePlan() throws Exception {
    SweepPlan plan = plan("");
    KubernetesList list =
        Serialization.unmarshal(executor(plan, false).describe(plan.rows()), KubernetesList.class);
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    for (Map.Entry<String, String> file :
        ((ConfigMap) list.getItems().get(0)).getData().entrySet()) {
      Files.writeString(mounted.resolve(file.getKey()), file.getValue());
    }
    SweepPlan mountedPlan = SweepPlan.read(mounted.resolve("plan.yaml"));
    assertThat(mountedPlan.name()).isEqualTo("My_plan");
    assertThat(mountedPlan.rows()).isEqualTo(plan.rows());
    assertThat(mountedPlan.configuration(mountedPlan.rows().get(3)))
        .isEqualTo(plan.configuration(plan.rows().get(3)));
  }

  @Test
  void submitsPlanAndJob() throws Exception {
    SweepPlan plan = plan("");
    KubernetesExecutor executor = executor(plan, false);
    expectJobs(executor, plan);
    expectPost(FILES, 201);
    expectPost(JOBS, 201);
    assertThat(executor.run(plan.rows(), () -> false)).isTrue();
    takeRequest("GET", JOBS);
    ConfigMap files = parseBody(takeRequest("POST", FILES), ConfigMap.class);
    Job job = parseBody(takeRequest("POST", JOBS), Job.class);
    assertThat(files.getImmutable()).isTrue();
    assertThat(job.getSpec().getCompletions()).isEqualTo(6);
    assertThat(job.getMetadata().getAnnotations())
        .containsEntry(KubernetesExecutor.ROWS_ANNOTATION, "0-5");
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(out).hasSize(1);
    assertThat(out.get(0)).contains(job.getMetadata().getName(), "6 rows");
  }

  @Test
  void resubmitsUnfinishedRowsOnly() throws Exception {
    SweepPlan plan = plan("");
    KubernetesExecutor executor = executor(plan, false);
    // Rows 0, 1 and 4 are done, 2 has failed; 3 and 5 ended with a Job that was deleted early.
    expectJobs(
        executor,
        plan,
        new JobStatusBuilder()
            .withCompletedIndexes("0,1,4")
            .withFailedIndexes("2")
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .endCondition()
            .build());
    expectPost(FILES, 409);
    expectPost(JOBS, 201);
    assertThat(executor.run(plan.rows(), () -> false)).isTrue();
    takeRequest("GET", JOBS);
    takeRequest("POST", FILES);
    Job job = parseBody(takeRequest("POST", JOBS), Job.class);
    assertThat(job.getMetadata().getName()).endsWith("-2");
    assertThat(job.getSpec().getCompletions()).isEqualTo(2);
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs())
        .containsSequence("--rows", "3,5");
    assertThat(out).startsWith("rows 0-1,4 finished", "rows 2 failed; --retry-failed repeats");
  }

  @Test
  void skipsRowsOfActiveJob() throws Exception {
    SweepPlan plan = plan("");
    KubernetesExecutor executor = executor(plan, true);
    expectJobs(
        executor,
        plan,
        new JobStatusBuilder().withCompletedIndexes("0-3").withFailedIndexes("5").build());
    expectPost(FILES, 409);
    expectPost(JOBS, 201);
    assertThat(executor.run(plan.rows(), () -> false)).isTrue();
    takeRequest("GET", JOBS);
    takeRequest("POST", FILES);
    assertThat(
            parseBody(takeRequest("POST", JOBS), Job.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs())
        .containsSequence("--rows", "5")
        .endsWith("--retry-failed");
    assertThat(out).contains("rows 4 running");
  }

  /** The name of a Job must be new, although an earlier one was deleted. */
  @Test
  void numbersJobAfterHighestEarlierOne() throws Exception {
    SweepPlan plan = plan("");
    KubernetesExecutor executor = executor(plan, false);
    firstNumber = 9;
    expectJobs(
        executor,
        plan,
        new JobStatusBuilder()
            .withCompletedIndexes("0-4")
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .endCondition()
            .build());
    expectPost(FILES, 409);
    expectPost(JOBS, 201);
    assertThat(executor.run(plan.rows(), () -> false)).isTrue();
    takeRequest("GET", JOBS);
    takeRequest("POST", FILES);
    Job job = parseBody(takeRequest("POST", JOBS), Job.class);
    assertThat(job.getMetadata().getName()).endsWith("-10");
  }

  @Test
  void delaysNextRungUntilJobEnds() throws Exception {
    SweepPlan plan = plan("halving: {rungs: [1000]}\n");
    KubernetesExecutor executor = executor(plan, false);
    expectJobs(executor, plan, new JobStatusBuilder().withCompletedIndexes("0-4").build());
    assertThat(executor.run(plan.rows(), () -> false)).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(out).last().asString().contains("next rung");
  }

  @Test
  void reportsReasonOfApiError() throws Exception {
    SweepPlan plan = plan("");
    KubernetesExecutor executor = executor(plan, false);
    server
        .expect()
        .get()
        .withPath(JOBS + "?labelSelector=minitaur%2Fplan%3D" + planLabel(executor, plan))
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("jobs is forbidden").build())
        .always();
    assertThatThrownBy(() -> executor.run(plan.rows(), () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("jobs is forbidden");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void roundTripsIndexRanges() {
    assertThat(IndexRanges.format(List.of(0, 1, 2, 5, 7, 8))).isEqualTo("0-2,5,7-8");
    assertThat(IndexRanges.parse("0-2,5,7-8")).containsExactly(0, 1, 2, 5, 7, 8);
    assertThat(IndexRanges.parse(null)).isEmpty();
    assertThatThrownBy(() -> IndexRanges.parse("1;2")).hasMessageContaining("1;2");
  }

  /**
   * Asserts that there are no fields that the API does not define, which the client keeps in a
   * separate map.
   */
  private static void assertNoUnknownFields(Object value) throws ReflectiveOperationException {
    if (value instanceof Collection<?> values) {
      for (Object each : values) {
        assertNoUnknownFields(each);
      }
    } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
      for (Method method : value.getClass().getMethods()) {
        if (method.getName().equals("getAdditionalProperties")) {
          assertThat((Map<?, ?>) method.invoke(value)).as(value.toString()).isEmpty();
        } else if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
          assertNoUnknownFields(method.invoke(value));
        }
      }
    }
  }
}
