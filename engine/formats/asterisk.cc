#include "formats/asterisk.h"

#include "base/text.h"
#include "formats/table.h"

namespace sojourn {
namespace {

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (trim(input.bytes).empty()) return {};
  if (is_queue_table(input.bytes)) return read_queue_table(input, writer);
  if (is_queue_log(input.bytes)) return read_queue_log(input, writer);
  if (is_call_records(input.bytes)) return read_call_records(input, settings, writer);
  // The first line may be at fault; bars tell which of the two it is.
  const std::string_view line = input.bytes.substr(0, input.bytes.find('\n'));
  return line.find('|') != std::string_view::npos ? read_queue_log(input, writer)
                                                  : read_call_records(input, settings, writer);
}

bool recognises(std::string_view head, std::string_view) {
  const bool table = is_queue_table(head) && has_columns(lower_ascii(plain_head(head)), {"queuename"});
  return table || is_queue_log(head) || is_call_records(head);
}

}  // namespace

std::string agent_of_channel(std::string_view channel) {
  channel = trim(channel);
  if (channel == "NONE") return {};
  // Local channels end in ";1" or ";2".
  channel = channel.substr(0, channel.find(';'));
  const size_t dash = channel.rfind('-');
  const std::string_view tail = dash == std::string_view::npos ? std::string_view() : channel.substr(dash + 1);
  const bool serial = tail.size() >= 8 && tail.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  return std::string(serial ? channel.substr(0, dash) : channel);
}

Format asterisk_format() {
  Format format;
  format.id = "asterisk";
  format.title = "Asterisk and FreePBX logs";
  format.family = "contact centre";
  format.channel = "call";
  format.about =
      "queue_log (the file, or the table of a database as CSV), and call detail records (Master.csv, or the CDR table "
      "of FreePBX with its header). Their times are "
      "local: give the zone of the exchange.";
  format.settings = {
      {"extension_digits", "A number of at most so many digits is an extension of the house (usual: 6)"},
      {"legs", "calls: a part of another call (another linkedid) counts as one of its own"},
  };
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
