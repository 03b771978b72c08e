#include <csignal>

#include "cli/commands.h"

namespace sojourn {

Status run_serve(const std::string& folder, const ServeWords& words, const Serve& serve) {
  const bool loopback = words.bind == "127.0.0.1" || words.bind == "::1" || words.bind == "localhost";
  if (!loopback && words.admin_key.size() < 16) {
    return Status::invalid(
        "serving beyond this machine needs an admin key of at least 16 characters in SOJOURN_ADMIN_KEY", "bind");
  }
  const std::string address =
      "http://" + (words.bind.find(':') == std::string::npos ? words.bind : "[" + words.bind + "]");
  const std::string owner =
      words.port == 0 ? "sojourn serve" : "sojourn serve at " + address + ":" + std::to_string(words.port);
  SOJOURN_TRY(Workplace place, open_workplace(folder, owner, true));
  ProgressBar bar("Timelines");
  SOJOURN_CHECK(place.timelines
                    ->current([&bar](int64_t done, int64_t total) {
                      bar.update(static_cast<double>(done), static_cast<double>(total));
                    })
                    .status());
  bar.finish();
  return serve(words, place,
               [](const std::string& ready) { print_line("Sojourn serves " + ready + "  (Ctrl+C stops)"); });
}

}  // namespace sojourn
