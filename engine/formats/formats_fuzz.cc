// Any bytes, read as any format. The first line names the format (or its first byte chooses one), the byte behind it says
// how the bytes came. No crash, no hang; events that come out are valid, and what is read twice says the same.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "formats/format.h"

namespace sojourn {
namespace {

struct Told {
  EventBatch batch;
  bool ok = false;
};

Told read_with(const Format& format, const FormatInput& input) {
  Told told;
  told.batch.source = "fuzz";
  EventWriter writer(told.batch, {Zone(), "NL", "EUR"});
  told.ok = read_format(format, input, {}, writer).ok();
  return told;
}

void try_bytes(std::string_view bytes) {
  const size_t line = bytes.find('\n');
  if (line == std::string_view::npos || line + 1 >= bytes.size()) return;
  const Result<const Format*> named = find_format(bytes.substr(0, line));
  const Format& format = named ? **named : formats()[static_cast<uint8_t>(bytes[0]) % formats().size()];
  const auto how = static_cast<uint8_t>(bytes[line + 1]);
  bytes.remove_prefix(line + 2);
  constexpr size_t kHead = 64 * 1024;
  recognise_format(bytes.substr(0, kHead), "x_analysis_redacted_2026-03-01T10:00:00Z.json");
  FormatInput input;
  input.bytes = bytes;
  input.name = (how & 1) != 0 ? "" : "x_analysis_2026-03-01T10:00:00Z.json";
  if ((how & 1) != 0) input.headers = {{"content-type", "application/json"}};
  if ((how & 2) != 0) input.received = 1'772'442'000 * kSecond;
  if ((how & 4) != 0) input.side_files.emplace_back("side.json", bytes);
  Told told = read_with(format, input);
  const Told again = read_with(format, input);
  SOJOURN_ASSERT(told.ok == again.ok && told.batch.events.size() == again.batch.events.size(), "reading is repeatable");
  for (size_t i = 0; i < told.batch.events.size(); ++i) {
    Event& event = told.batch.events[i];
    SOJOURN_ASSERT(validate_event(event).ok(), "an event that was written is valid");
    SOJOURN_ASSERT(event_key("fuzz", event) == event_key("fuzz", again.batch.events[i]), "keys are repeatable");
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
