#include "formats/transcript_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/decimal.h"
#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/transcript_marks.h"

namespace sojourn {
namespace {

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

// Takes the next line off the text.
std::string_view next_line(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trim_end(line);
}

// "01:02:03.500", "02:03,500", "3.5" as milliseconds.
std::optional<int64_t> clock_ms(std::string_view text) {
  int64_t minutes = 0;
  text = trim(text);
  for (int parts = 0; text.find(':') != std::string_view::npos; ++parts) {
    const size_t colon = text.find(':');
    const Result<int64_t> part = parse_integer(text.substr(0, colon));
    if (!part || *part < 0 || *part > 100'000 || parts == 2) return std::nullopt;
    minutes = minutes * 60 + *part;
    text.remove_prefix(colon + 1);
  }
  std::string seconds(text);
  std::replace(seconds.begin(), seconds.end(), ',', '.');
  const Result<double> number = parse_number(seconds);
  if (!number || !(*number >= 0) || *number > 1e7) return std::nullopt;
  return minutes * 60'000 + std::llround(*number * 1000);
}

// "00:01.000 --> 00:04.000 align:start"
bool read_times(std::string_view line, Turn& turn) {
  const size_t arrow = line.find("-->");
  if (arrow == std::string_view::npos) return false;
  const std::string_view behind = trim(line.substr(arrow + 3));
  turn.from_ms = clock_ms(line.substr(0, arrow));
  turn.to_ms = clock_ms(behind.substr(0, behind.find_first_of(" \t")));
  return turn.from_ms.has_value();
}

Transcript read_cues(std::string_view text) {
  Transcript transcript;
  while (!text.empty()) {
    Turn turn;
    if (!read_times(next_line(text), turn)) continue;
    while (!text.empty()) {
      const std::string_view line = next_line(text);
      if (line.empty()) break;
      read_marked(line, turn, transcript.turns);
    }
    if (!trim(turn.text).empty()) transcript.turns.push_back(std::move(turn));
  }
  return transcript;
}

// "Anna:", "[SPEAKER_00]:" ... before the words; "" when there is none.
std::string_view prefix_of(std::string_view text) {
  constexpr size_t kNameBytesMax = 40;
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kNameBytesMax) return {};
  if (colon + 1 < text.size() && !is_blank(text[colon + 1])) return {};  // 10:30, http://
  const std::string_view name = text.substr(0, colon);
  const bool sentence = name.find_first_of(",.?!;") != std::string_view::npos;
  return sentence || std::count(name.begin(), name.end(), ' ') > 3 ? std::string_view() : name;
}

std::string_view bare_name(std::string_view prefix) {
  prefix = trim(prefix);
  if (prefix.starts_with('[') && prefix.ends_with(']')) prefix = prefix.substr(1, prefix.size() - 2);
  return trim(prefix);
}

// Names before the words are speakers when they are known, or when they come back.
void find_prefixes(std::vector<Turn>& turns, const FormatSettings& settings) {
  std::map<std::string, int, std::less<>> seen;
  for (const Turn& turn : turns) {
    if (turn.name.empty()) ++seen[std::string(bare_name(prefix_of(trim(turn.text))))];
  }
  for (Turn& turn : turns) {
    const std::string text(trim(turn.text));
    const std::string_view prefix = prefix_of(text);
    if (!turn.name.empty() || prefix.empty()) continue;
    const std::string_view name = bare_name(prefix);
    const auto found = seen.find(name);
    const bool back = found != seen.end() && found->second > 1;
    if (!back && role_of(settings, name).empty() && !prefix.starts_with('[')) continue;
    turn.name = name;
    turn.text = text.substr(prefix.size() + 1);
  }
  // Who goes on speaking is not named again.
  for (size_t i = 1; i < turns.size(); ++i) {
    const bool goes_on = turns[i].name.empty() && turns[i].from_ms == turns[i - 1].from_ms;
    if (goes_on) turns[i].name = turns[i - 1].name;
  }
}

std::optional<int64_t> seconds_as_ms(const Json& json, std::string_view path) {
  const auto length = duration_at(json, path, kSecond);
  return length ? std::optional<int64_t>(*length / 1000) : std::nullopt;
}

// Whisper's interface tells languages by name, its program by code.
std::string language_named(const std::string& told) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"english", "en"},    {"dutch", "nl"},      {"german", "de"}, {"french", "fr"},    {"spanish", "es"},
      {"italian", "it"},    {"portuguese", "pt"}, {"polish", "pl"}, {"russian", "ru"},   {"ukrainian", "uk"},
      {"chinese", "zh"},    {"japanese", "ja"},   {"korean", "ko"}, {"turkish", "tr"},   {"arabic", "ar"},
      {"hindi", "hi"},      {"swedish", "sv"},    {"danish", "da"}, {"norwegian", "no"}, {"finnish", "fi"},
      {"czech", "cs"},      {"greek", "el"},      {"hebrew", "he"}, {"hungarian", "hu"}, {"romanian", "ro"},
      {"indonesian", "id"}, {"vietnamese", "vi"}, {"thai", "th"},   {"catalan", "ca"},   {"flemish", "nl"}};
  const std::string lower = lower_ascii(told);
  for (const auto& [name, code] : kNames) {
    if (name == lower) return std::string(code);
  }
  return language_of(told);
}

// whisper.cpp: {"result":{"language"}, "transcription":[{"offsets":{"from","to"} in milliseconds, "text"}]}
Transcript read_whisper_cpp(const Json& json) {
  Transcript transcript;
  transcript.language = language_named(text_at(json, {"result.language", "params.language"}));
  for (const Json& segment : items_at(json, "transcription")) {
    Turn turn;
    turn.text = text_at(segment, "text");
    turn.name = text_at(segment, "speaker");
    turn.from_ms = integer_at(segment, "offsets.from");
    turn.to_ms = integer_at(segment, "offsets.to");
    transcript.turns.push_back(std::move(turn));
  }
  return transcript;
}

Transcript read_whisper(const Json& json) {
  Transcript transcript;
  transcript.language = language_named(text_at(json, "language"));
  for (const Json& segment : items_at(json, "segments")) {
    Turn turn;
    turn.text = text_at(segment, "text");
    turn.name = text_at(segment, "speaker");
    turn.from_ms = seconds_as_ms(segment, "start");
    turn.to_ms = seconds_as_ms(segment, "end");
    transcript.turns.push_back(std::move(turn));
  }
  return transcript;
}

// Milliseconds, milliseconds, words; with a header.
Transcript read_tsv(std::string_view text) {
  Transcript transcript;
  next_line(text);
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    const size_t first = line.find('\t');
    const size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (second == std::string_view::npos) continue;
    const Result<int64_t> from = parse_integer(line.substr(0, first));
    const Result<int64_t> to = parse_integer(line.substr(first + 1, second - first - 1));
    if (!from || !to || *from < 0 || *to < 0) continue;
    Turn turn;
    turn.from_ms = *from;
    turn.to_ms = *to;
    turn.text = line.substr(second + 1);
    transcript.turns.push_back(std::move(turn));
  }
  return transcript;
}

// Who speaks when, of results.speaker_labels; for items that do not say themselves.
std::string speaker_at(const Json& results, std::optional<int64_t> ms, size_t& place) {
  const Json& segments = items_at(results, "speaker_labels.segments");
  if (!ms) return {};
  while (place < segments.size() && seconds_as_ms(segments[place], "end_time").value_or(0) < *ms) ++place;
  return place < segments.size() ? text_at(segments[place], "speaker_label") : std::string();
}

// Words, each with its time; punctuation has none and belongs to the word before it.
void read_items(const Json& items, const Json& results, const std::string& speaker, std::vector<Turn>& turns) {
  size_t place = 0;
  const size_t first = turns.size();
  for (const Json& item : items) {
    const std::string word = text_at(item, "alternatives.0.content");
    const bool mark = text_at(item, "type") == "punctuation";
    if (mark) {
      if (turns.size() > first) turns.back().text += word;
      continue;
    }
    const auto from = seconds_as_ms(item, "start_time");
    std::string name = speaker.empty() ? text_at(item, {"speaker_label", "channel_label"}) : speaker;
    if (name.empty()) name = speaker_at(results, from, place);
    constexpr int64_t kPauseMs = 2000;
    const bool goes_on = turns.size() > first && turns.back().name == name &&
                         from.value_or(0) - turns.back().to_ms.value_or(0) < kPauseMs;
    if (!goes_on) {
      Turn turn;
      turn.name = name;
      turn.from_ms = from;
      turns.push_back(std::move(turn));
    }
    turns.back().text += (turns.back().text.empty() ? "" : " ") + word;
    turns.back().to_ms = seconds_as_ms(item, "end_time");
  }
}

Transcript read_aws(const Json& json) {
  Transcript transcript;
  const Json& results = object_at(json, "results");
  transcript.id = text_at(json, "jobName");
  transcript.redacted = truth_at(json, "isRedacted").value_or(false);
  transcript.language = language_of(text_at(results, "language_code"));
  const Json& channels = items_at(results, "channel_labels.channels");
  if (channels.empty()) {
    read_items(items_at(results, "items"), results, "", transcript.turns);
    return transcript;
  }
  for (const Json& channel : channels) {
    read_items(items_at(channel, "items"), results, text_at(channel, "channel_label"), transcript.turns);
  }
  return transcript;
}

}  // namespace

TranscriptKind transcript_kind(std::string_view head) {
  head = without_mark(head);
  while (!head.empty() && is_blank(head.front())) head.remove_prefix(1);
  if (head.starts_with("WEBVTT")) return TranscriptKind::kVtt;
  if (head.starts_with("start\tend\ttext")) return TranscriptKind::kWhisperTsv;
  if (is_json_with(head, {"jobName", "results", "transcripts"})) return TranscriptKind::kAwsTranscribe;
  if (is_json_with(head, {"transcription", "offsets", "timestamps"})) return TranscriptKind::kWhisperCppJson;
  if (is_json_with(head, {"segments", "start", "end"})) return TranscriptKind::kWhisperJson;
  std::string_view lines = head;
  next_line(lines);
  Turn turn;
  const bool numbered = !head.empty() && head.front() >= '0' && head.front() <= '9';
  std::string_view first = head;
  if (numbered && read_times(next_line(first), turn)) return TranscriptKind::kSrt;  // Cues without numbers.
  return numbered && read_times(next_line(lines), turn) ? TranscriptKind::kSrt : TranscriptKind::kUnknown;
}

Result<Transcript> read_transcript(std::string_view text, const FormatSettings& settings) {
  text = without_mark(text);
  Transcript transcript;
  const TranscriptKind kind = transcript_kind(text);
  if (kind == TranscriptKind::kUnknown) {
    return Status::invalid("this is no transcript in WebVTT, SubRip, or as Whisper and Amazon Transcribe write them");
  }
  const bool json_kind = kind == TranscriptKind::kWhisperJson || kind == TranscriptKind::kWhisperCppJson ||
                         kind == TranscriptKind::kAwsTranscribe;
  if (json_kind) {
    SOJOURN_TRY(const Json json, parse_json(text));
    transcript = kind == TranscriptKind::kWhisperJson      ? read_whisper(json)
                 : kind == TranscriptKind::kWhisperCppJson ? read_whisper_cpp(json)
                                                           : read_aws(json);
  } else {
    transcript = kind == TranscriptKind::kWhisperTsv ? read_tsv(text) : read_cues(text);
  }
  if (transcript.turns.empty()) return Status::invalid("the transcript has no words");
  if (kind != TranscriptKind::kAwsTranscribe) find_prefixes(transcript.turns, settings);
  return transcript;
}

}  // namespace sojourn
