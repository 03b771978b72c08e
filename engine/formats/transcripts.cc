// Transcripts of calls, one file a contact: WebVTT, SubRip, Whisper (JSON, TSV), Amazon Transcribe.
//
// A transcript does not say whose it is, nor when it was. Both come from an index given beside it (a CSV with a column
// file or id, and time, customer, phone, agent ... by the names of import files), from settings, or, the time, from the
// name of the file (call_2026-03-01T12-05-00.vtt).
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "collect/byte_stream.h"
#include "formats/contact.h"
#include "formats/table.h"
#include "formats/transcript_text.h"

namespace sojourn {
namespace {

// "call-17" of "call-17.vtt".
std::string id_of_file(const std::string& name) {
  std::string id = file_stem(name);
  for (const std::string_view ending : {".vtt", ".srt", ".tsv", ".json"}) {
    if (id.size() > ending.size() && lower_ascii(id).ends_with(ending)) id.resize(id.size() - ending.size());
  }
  return id;
}

// A time of day in a name: 2026-03-01T12-05-00, 2026-03-01_12.05, 20260301_120500.
std::optional<ParsedTime> time_in_name(const std::string& name, const Zone& zone) {
  std::string digits;
  for (size_t at = 0; at <= name.size(); ++at) {
    const char c = at < name.size() ? name[at] : 'x';
    if (c >= '0' && c <= '9') {
      digits += c;
      continue;
    }
    constexpr std::string_view kInside = "-_.:T ";
    if (!digits.empty() && kInside.find(c) != std::string_view::npos && at + 1 < name.size()) continue;
    if (digits.size() == 12) digits += "00";
    const bool year = digits.starts_with("19") || digits.starts_with("20");
    const Result<ParsedTime> time = parse_time(digits, zone);
    if (year && digits.size() == 14 && time) return *time;
    digits.clear();
  }
  return std::nullopt;
}

class Contact {
 public:
  Contact(const FormatInput& input, const FormatSettings& settings, EventWriter& writer)
      : input_(input), settings_(settings), writer_(writer) {}

  Status read() {
    std::string utf8;
    std::string_view text = input_.bytes;
    const EncodingGuess guess = guess_encoding(text);
    if (guess.encoding != Encoding::kUtf8 || !is_utf8(text)) {
      SOJOURN_TRY(utf8, to_utf8(text.substr(guess.bom_bytes), guess.encoding));
      text = utf8;
    }
    SOJOURN_TRY(Transcript transcript, read_transcript(text, settings_));
    for (Turn& turn : transcript.turns) {
      turn.role = role_of(settings_, turn.name);
      // A name that only says the role is no name.
      if (!turn.role.empty() && lower_ascii(turn.name) == turn.role) turn.name.clear();
    }
    id_ = setting(settings_, "contact");
    if (id_.empty()) id_ = transcript.id.empty() ? id_of_file(input_.name) : transcript.id;
    SOJOURN_CHECK(find_in_index());
    writer_.row();
    return write(transcript, text);
  }

 private:
  // The row of the index that names this file or its id.
  Status find_in_index() {
    const std::string stem = id_of_file(input_.name);
    for (const auto& [name, bytes] : input_.side_files) {
      if (transcript_kind(bytes) != TranscriptKind::kUnknown) continue;
      SOJOURN_TRY(Table table, Table::open(bytes, name));
      EventBatch aside;
      EventWriter silent(aside, writer_.options());
      while (true) {
        SOJOURN_TRY(const bool more, table.next(silent));
        if (!more) break;
        const std::string_view file = table.at("file");
        const bool ours = (!file.empty() && (file == input_.name || id_of_file(std::string(file)) == stem)) ||
                          (!table.at("id").empty() && table.at("id") == id_);
        if (!ours) continue;
        for (size_t i = 0; i < table.columns().size(); ++i) index_.emplace_back(table.columns()[i], table.cell(i));
        return {};
      }
    }
    return {};
  }

  std::string of_index(std::string_view column) const {
    for (const auto& [name, value] : index_) {
      if (lower_ascii(name) == column) return value;
    }
    return {};
  }

  std::optional<ParsedTime> time() const {
    const Zone& zone = writer_.options().zone;
    for (const std::string& text : {of_index("time"), setting(settings_, "time")}) {
      if (text.empty()) continue;
      const Result<ParsedTime> time = parse_time(text, zone);
      if (time) return *time;
    }
    if (const auto time = time_in_name(input_.name, zone)) return time;
    return input_.received ? std::optional<ParsedTime>(ParsedTime{*input_.received, 0}) : std::nullopt;
  }

  Status write(const Transcript& transcript, std::string_view text) {
    const auto when = time();
    const std::string_view raw = fitting(text, 4096);
    if (id_.empty()) return writer_.reject(1, raw, "id", "the transcript has no id; give one (setting contact)");
    if (!when) {
      return writer_.reject(
          1, raw, "time",
          "a transcript does not say when the call was: name it in an index file beside it (columns "
          "file and time), in the setting time, or in the file's name (call_2026-03-01T12-05-00.vtt)");
    }
    std::string channel = setting(settings_, "channel");
    if (channel.empty()) channel = "call";
    writer_.begin(1, raw);
    // A call that another source tells as well is counted there: this is what was said in it.
    const bool known = says_yes(setting(settings_, "known_call")).value_or(false);
    writer_.id(known ? id_ + ":transcript" : id_).time(when->utc, when->offset_minutes);
    writer_.set("channel", channel).set("episode", id_);
    if (known) {
      writer_.set("about", id_);
    } else {
      writer_.set("touchpoint", channel == "email" ? "e-mail" : channel);
    }
    for (const auto& [name, value] : index_) {
      const std::string lower = lower_ascii(name);
      if (lower != "file" && lower != "time" && lower != "id")
        writer_.set(name, Cell{value, false, CellType::kUntyped});
    }
    writer_.who(IdentifierKind::kId, setting(settings_, "customer"));
    writer_.who(IdentifierKind::kEmail, setting(settings_, "email"));
    writer_.who(IdentifierKind::kPhone, setting(settings_, "phone"));
    for (const char* name : {"agent", "queue", "direction"}) writer_.set(name, setting(settings_, name));
    const std::string language = setting(settings_, "language");
    writer_.set("language", language.empty() ? transcript.language : language);
    if (transcript.redacted) writer_.set("redacted", true);
    write_turns(writer_, transcript.turns);
    return ended(writer_);
  }

  const FormatInput& input_;
  const FormatSettings& settings_;
  EventWriter& writer_;
  std::string id_;
  std::vector<std::pair<std::string, std::string>> index_;  // The row of the index, by its columns.
};

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return Contact(input, settings, writer).read();
}

bool recognises(std::string_view head, std::string_view) { return transcript_kind(head) != TranscriptKind::kUnknown; }

}  // namespace

Format transcripts_format() {
  Format format;
  format.id = "transcripts";
  format.title = "Transcripts of calls";
  format.family = "transcript";
  format.channel = "call";
  format.about =
      "One file a call: WebVTT, SubRip (SRT), Whisper (JSON, TSV) or Amazon Transcribe. Times and customers come from "
      "an "
      "index file beside them, from settings, or from the file's name.";
  format.settings = {
      {"role.*", "Role (customer, agent, bot, system) of a speaker: role.spk_0 = agent"},
      {"contact", "Id of the contact; else the file's name, or the job's"},
      {"time", "When it began, where neither the index nor the file's name says so"},
      {"channel", "call (usual), chat, email ..."},
      {"known_call", "yes: another source tells the calls; these are only their words (no touchpoint, property about)"},
      {"customer", "Customer number"},
      {"email", "The customer's e-mail address"},
      {"phone", "The customer's phone number"},
      {"agent", "Who served the customer"},
      {"queue", "Queue or skill group"},
      {"direction", "in or out"},
      {"language", "Language of what was said, where the file does not tell it"},
  };
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
