#include "api/server_counters.h"

#include <unistd.h>

#include <fstream>

#include "base/decimal.h"

namespace sojourn {
namespace {

int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t pages = 0;
  int64_t resident = 0;
  statm >> pages >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

void head(std::string& out, const std::string& name, const std::string& type, const std::string& about) {
  out += "# HELP " + name + " " + about + "\n# TYPE " + name + " " + type + "\n";
}

void gauge(std::string& out, const std::string& name, const std::string& about, const std::string& value) {
  head(out, name, "gauge", about);
  out += name + " " + value + "\n";
}

void counter(std::string& out, const std::string& name, const std::string& about, const std::string& value) {
  head(out, name, "counter", about);
  out += name + " " + value + "\n";
}

void add_intake(std::string& out, const IntakeCounters& intake) {
  counter(out, "sojourn_intake_events_total", "Events that live intake stored.", std::to_string(intake.events));
  counter(out, "sojourn_intake_repeats_total", "Events of live intake that were known already.",
          std::to_string(intake.repeats));
  counter(out, "sojourn_intake_commits_total", "Transactions of live intake.", std::to_string(intake.commits));
  counter(out, "sojourn_intake_commit_seconds_total", "Time that these took.", format_number(intake.seconds));
  counter(out, "sojourn_intake_refused_total", "Bodies that were refused because too much waited (429).",
          std::to_string(intake.refused_batches));
  counter(out, "sojourn_intake_failed_total", "Bodies that could not be committed (503).",
          std::to_string(intake.failed_batches));
  gauge(out, "sojourn_intake_waiting_bytes", "Bytes that wait for their commit.", std::to_string(intake.waiting_bytes));
}

}  // namespace

void ServerCounters::count(const std::string& route, int status, double seconds) {
  const std::lock_guard lock(mutex_);
  ++requests_[{route, status}];
  Times& times = times_[route];
  ++times.count;
  times.seconds += seconds;
  for (size_t i = 0; i < kBuckets.size(); ++i) {
    if (seconds > kBuckets[i]) continue;
    ++times.within[i];
    break;
  }
}

std::string ServerCounters::text(const TimelineStats& timelines, const IntakeCounters& intake) const {
  std::string out;
  {
    const std::lock_guard lock(mutex_);
    head(out, "sojourn_http_requests_total", "counter", "Requests answered, by route and status.");
    for (const auto& [key, count] : requests_) {
      out += "sojourn_http_requests_total{route=\"" + key.first + "\",status=\"" + std::to_string(key.second) + "\"} " +
             std::to_string(count) + "\n";
    }
    const std::string name = "sojourn_http_request_seconds";
    head(out, name, "histogram", "Time from the whole request to the whole reply, by route.");
    for (const auto& [route, times] : times_) {
      const std::string label = "{route=\"" + route + "\"";
      uint64_t sum = 0;
      for (size_t i = 0; i < kBuckets.size(); ++i) {
        sum += times.within[i];
        out += name + "_bucket" + label + ",le=\"" + format_number(kBuckets[i]) + "\"} " + std::to_string(sum) + "\n";
      }
      out += name + "_bucket" + label + ",le=\"+Inf\"} " + std::to_string(times.count) + "\n";
      out += name + "_sum" + label + "} " + format_number(times.seconds) + "\n";
      out += name + "_count" + label + "} " + std::to_string(times.count) + "\n";
    }
  }
  gauge(out, "sojourn_http_connections", "Connections that are open.", std::to_string(connections()));
  gauge(out, "sojourn_http_requests_running", "Requests that wait for their answer, this one included.",
        std::to_string(running_.load(std::memory_order_relaxed)));
  gauge(out, "sojourn_events", "Events in the timelines.", std::to_string(timelines.events));
  gauge(out, "sojourn_customers", "Customers in the timelines.", std::to_string(timelines.customers));
  gauge(out, "sojourn_timeline_bytes", "Bytes of the timelines' column files.", std::to_string(timelines.bytes));
  gauge(out, "sojourn_timeline_parts", "Parts that the timelines are made of.", std::to_string(timelines.parts));
  add_intake(out, intake);
  gauge(out, "process_resident_memory_bytes", "Memory in use.", std::to_string(resident_bytes()));
  gauge(out, "process_start_time_seconds", "When the server started, in seconds since 1970.",
        format_number(static_cast<double>(started_) / static_cast<double>(kSecond)));
  return out;
}

}  // namespace sojourn
