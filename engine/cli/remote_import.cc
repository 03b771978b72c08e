#include "cli/remote_import.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "base/text.h"
#include "cli/remote.h"
#include "cli/terminal.h"
#include "intake/import_job.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::milliseconds kFirstLook{20};
constexpr std::chrono::milliseconds kLook{250};
// A server that is too busy to answer is asked again, for so long.
constexpr std::chrono::seconds kPause{1}, kPauseMax{30}, kPatience{600};

uint64_t size_of(const std::string& file) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  return unknown ? 0 : size;
}

// Files lie in one folder there.
Status check_names(const RemoteImport& import) {
  std::set<std::string> names;
  for (const auto* files : {&import.files, &import.side_files}) {
    for (const std::string& file : *files) {
      if (names.insert(file_name(file)).second) continue;
      return Status::invalid("two files are called " + file_name(file) + "; import them one after the other", file);
    }
  }
  return {};
}

std::atomic<bool> interrupted{
    false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): signals reach no other.
static_assert(std::atomic<bool>::is_always_lock_free, "a handler of signals sets it");

// Ctrl-C is noted instead of ending us, so that the server can be told.
class Interrupts {
 public:
  Interrupts() {
    interrupted = false;
    struct sigaction noting {};
    noting.sa_handler = [](int) { interrupted = true; };
    noting.sa_flags = static_cast<int>(SA_RESETHAND);  // Twice ends us.
    sigemptyset(&noting.sa_mask);
    sigaction(SIGINT, &noting, &before_);
  }
  ~Interrupts() { sigaction(SIGINT, &before_, nullptr); }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  struct sigaction before_ {};
};

class Sending {
 public:
  Sending(const std::string& address, const RemoteImport& import) : address_(address), import_(import) {
    for (const auto* files : {&import.files, &import.side_files}) {
      for (const std::string& file : *files) total_ += size_of(file);
    }
  }

  // All of its files are there. Errors: kCancelled after Ctrl-C.
  Result<ImportJob> send() {
    const Interrupts noted;
    const bool more = import_.files.size() > 1 || !import_.side_files.empty() || !import_.map_file.empty();
    SOJOURN_TRY(ImportJob job, send_one(import_.files.front(), "/v1/imports?" + words() + (more ? "&more=true" : "")));
    const std::string path = "/v1/imports/" + std::to_string(job.id);
    Status status = more ? send_others(path) : Status();
    if (status.ok() && more && !interrupted)
      status = read(ask_server(address_, path + "/start", "", "application/json", "POST"), job);
    bar_.finish();
    if (interrupted) status = stopped();
    if (status.ok()) return job;
    // Nobody is going to send the rest.
    static_cast<void>(ask_server(address_, path, "", "application/json", "DELETE").status().ok());
    return status;
  }

 private:
  std::string words() const {
    Json settings = Json::object();
    for (const auto& [name, value] : import_.settings) settings[name] = value;
    std::string text = "name=" + path_segment(file_name(import_.files.front()));
    const auto add = [&text](const char* name, const std::string& value) {
      if (!value.empty()) text += std::string("&") + name + "=" + path_segment(value);
    };
    add("map", import_.map_name);
    add("format", import_.format);
    add("source", import_.source);
    add("zone", import_.zone);
    add("country", import_.country);
    add("currency", import_.currency);
    if (!settings.empty()) add("settings", settings.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (import_.strict) add("strict", "true");
    if (import_.redact) add("redact", "true");
    return text;
  }

  Status send_others(const std::string& path) {
    const auto send_as = [&](const std::string& file, const char* as) {
      return send_one(file, path + "/files?name=" + path_segment(file_name(file)) + "&as=" + as).status();
    };
    for (size_t i = 1; i < import_.files.size(); ++i) SOJOURN_CHECK(send_as(import_.files[i], "file"));
    for (const std::string& file : import_.side_files) SOJOURN_CHECK(send_as(file, "with"));
    return import_.map_file.empty() ? Status() : send_as(import_.map_file, "map");
  }

  static Status stopped() { return {StatusCode::kCancelled, "the import was stopped; what is stored of it stays"}; }

  Result<ImportJob> send_one(const std::string& file, const std::string& path) {
    if (interrupted) return stopped();
    const uint64_t size = size_of(file);
    const Result<std::string> reply = send_file(address_, path, file, [&](uint64_t bytes) {
      bar_.update(static_cast<double>(before_ + bytes), static_cast<double>(total_), file_name(file));
      // When all is there the answer tells what has to be stopped.
      return !interrupted || bytes >= size;
    });
    if (!reply && reply.error().code() == StatusCode::kCancelled) return stopped();
    before_ += size;
    ImportJob job;
    SOJOURN_CHECK(read(reply, job));
    return job;
  }

  static Status read(const Result<std::string>& reply, ImportJob& job) {
    if (!reply) return reply.error();
    SOJOURN_TRY(job, parse_import_job(*reply));
    return {};
  }

  const std::string& address_;
  const RemoteImport& import_;
  ProgressBar bar_{"Upload"};
  uint64_t before_ = 0, total_ = 0;
};

bool is_passing(long status) { return status == 429 || (status >= 502 && status <= 504); }

// Asks until there is an answer, or none can be expected.
Result<std::string> ask_patiently(const std::string& address, const std::string& path, int64_t id) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    Heard heard;
    Result<std::string> reply = ask_server(address, path, "", "application/json", "", kAskSeconds, &heard);
    if (!reply && heard.status == 0) {
      return Status::unavailable(
          "the server is gone; import " + std::to_string(id) + " begins again by itself when it is started", address);
    }
    if (reply || !is_passing(heard.status) || std::chrono::steady_clock::now() >= until) return reply;
    const std::chrono::seconds told(heard.try_again_seconds);
    std::this_thread::sleep_for(heard.try_again_seconds < 0 ? kPause : std::clamp(told, kPause, kPauseMax));
  }
}

// Looks until it has ended.
Result<ImportJob> look_on(const std::string& address, int64_t id) {
  ProgressBar bar("Import");
  const std::string path = "/v1/imports/" + std::to_string(id);
  std::string said;
  for (auto pause = kFirstLook;; pause = std::min(kLook, pause * 2)) {
    SOJOURN_TRY(const std::string reply, ask_patiently(address, path, id));
    SOJOURN_TRY(ImportJob job, parse_import_job(reply));
    const bool waits = job.state == ImportState::kQueued;
    if (!job.ended() && !job.error.ok() && job.error.message() != said) {
      said = job.error.message();
      bar.finish();
      print_notice("import " + std::to_string(id) + " waits, to be tried again: " + said);
    }
    bar.update(static_cast<double>(job.bytes_read), static_cast<double>(job.bytes_total),
               job.name + (waits ? "  waits for its turn" : "  " + with_groups(job.rows) + " rows"));
    if (job.ended()) {
      bar.finish();
      return job;
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

Result<ImportReport> import_at_server(const std::string& address, const RemoteImport& import) {
  SOJOURN_CHECK(check_names(import));
  Sending sending(address, import);
  SOJOURN_TRY(const ImportJob sent, sending.send());
  SOJOURN_TRY(ImportJob job, look_on(address, sent.id));
  if (job.state == ImportState::kFailed) return job.error;
  if (job.state == ImportState::kStopped) {
    const std::string why = job.error.ok() ? "" : " (" + job.error.message() + ")";
    return Status::conflict("import " + std::to_string(job.id) + " was stopped at the server" + why +
                            "; what is stored stays");
  }
  return std::move(job.report);
}

}  // namespace sojourn
