#include "access/account.h"
#include "cli/commands.h"

namespace sojourn {
namespace {

constexpr size_t kKeyLettersMin = 16;

}  // namespace

Status run_serve(const std::string& folder, const ServeWords& words, const Serve& serve) {
  const bool loopback = words.bind == "127.0.0.1" || words.bind == "::1" || words.bind == "localhost";
  if (!words.admin_key.empty() && words.admin_key.size() < kKeyLettersMin && !loopback) {
    return Status::invalid("an admin key has at least 16 characters", "SOJOURN_ADMIN_KEY");
  }
  SOJOURN_TRY(Workplace place, open_workplace(folder, "sojourn serve", true));
  SOJOURN_TRY(const std::vector<Document> accounts, place.store->documents(kAccountKind));
  if (!loopback && words.admin_key.empty() && accounts.empty()) {
    return Status::invalid(
        "serving beyond this machine needs somebody who signs in (sojourn account add NAME --role owner), or an admin "
        "key "
        "of at least 16 characters in SOJOURN_ADMIN_KEY",
        "bind");
  }
  ProgressBar bar("Timelines");
  SOJOURN_CHECK(place.timelines
                    ->current([&bar](int64_t done, int64_t total) {
                      bar.update(static_cast<double>(done), static_cast<double>(total));
                    })
                    .status());
  bar.finish();
  return serve(words, place, [&place](const std::string& address) {
    // The terminal finds the server by what the lock says, so it must say where the server listens.
    const Status told = place.store->set_owner("sojourn serve at " + address);
    if (!told.ok()) print_notice(told.to_string());
    print_line("Sojourn serves " + address + "  (Ctrl+C stops)");
  });
}

}  // namespace sojourn
