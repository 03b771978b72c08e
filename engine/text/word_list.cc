#include "text/word_list.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "text/built_in.h"
#include "text/characters.h"
#include "text/tokenizer.h"

namespace sojourn {
namespace {

// REQUIRES: UTF-8, as the tokenizer's words are; what is not reads as some character.
uint32_t next_point(std::string_view text, size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  uint32_t point = bytes == 1 ? first : first & (0xFFU >> (bytes + 1));
  for (size_t more = 1; more < bytes && at + more < text.size(); ++more) {
    point = point << 6 | (static_cast<unsigned char>(text[at + more]) & 0x3FU);
  }
  at += bytes;
  return point;
}

std::string_view cut_at(std::string_view& rest, char mark) {
  const size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view part = trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::vector<uint32_t> to_points(std::string_view text) {
  const WordPoints read = word_points(text);
  return {read.points, read.points + read.size};
}

bool ends_with(const WordPoints& word, const std::vector<uint32_t>& ending) {
  return word.size >= ending.size() &&
         std::equal(ending.begin(), ending.end(), word.points + (word.size - ending.size()));
}

}  // namespace

WordPoints word_points(std::string_view word) {
  const CharTable& table = CharTable::get();
  WordPoints read;
  for (size_t at = 0; at < word.size() && read.size < kWordPointsMost;) {
    const uint32_t point = next_point(word, at);
    const uint32_t lower = point == 0x2019 ? '\'' : table.lower(point);
    const bool third = read.size >= 2 && read.points[read.size - 1] == lower && read.points[read.size - 2] == lower;
    if (!third || table.traits(point).kind != CharKind::kLetter) read.points[read.size++] = lower;
  }
  return read;
}

std::string points_text(std::span<const uint32_t> points) {
  std::string text;
  const auto follow = [&](uint32_t point, int shift) { text += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  for (const uint32_t point : points) {
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xC0U | point >> 6);
      follow(point, 0);
    } else if (point < 0x10000) {
      text += static_cast<char>(0xE0U | point >> 12);
      follow(point, 6);
      follow(point, 0);
    } else {
      text += static_cast<char>(0xF0U | (point >> 18 & 7U));
      follow(point, 12);
      follow(point, 6);
      follow(point, 0);
    }
  }
  return text;
}

Status WordList::read_line(std::string_view kind, std::string_view rest) {
  if (kind == "language" || kind == "version" || kind == "source" || kind == "licence") return {};
  if (kind == "stop") {
    Tokenizer tokenizer;
    while (!rest.empty()) {
      tokenizer.read(cut_at(rest, ','));
      uint64_t hash = 0;
      for (const Token& token : tokenizer.tokens()) hash = hash == 0 ? token.hash : join_hashes(hash, token.hash);
      if (hash != 0) stops_.insert(hash);
    }
    return {};
  }
  if (kind != "fold" && kind != "letters") {
    return Status::invalid("there is no kind of entries called '" + std::string(kind.substr(0, 40)) +
                           "'; there are letters, fold and stop");
  }
  Pass pass;
  while (!rest.empty()) {
    std::string_view to = cut_at(rest, ',');
    if (to.find('>') == std::string_view::npos) {
      return Status::invalid("'" + std::string(to.substr(0, 40)) + "' needs a '>', as in `ies>y`");
    }
    const std::string_view from = cut_at(to, '>');
    pass.emplace_back(to_points(from), to_points(to));
    if (pass.back().first.empty() || pass.back().second.size() > pass.back().first.size() + 1) {
      return Status::invalid("'" + std::string(from.substr(0, 40)) +
                             "' must be something and not grow by more than one");
    }
  }
  if (kind == "fold") {
    passes_.push_back(std::move(pass));
    return {};
  }
  for (auto& [from, to] : pass) letters_.emplace_back(from[0], std::move(to));
  return {};
}

Result<WordList> WordList::read(std::string_view text, std::string_view name) {
  WordList list;
  for (size_t number = 1; !text.empty(); ++number) {
    std::string_view line = cut_at(text, '\n');
    if (line.empty() || line[0] == '#') continue;
    const std::string_view kind = cut_at(line, ':');
    Status read = list.read_line(kind, line);
    if (!read.ok()) return std::move(read).within(std::string(name) + " line " + std::to_string(number));
  }
  return list;
}

const WordList& WordList::built_in(std::string_view language) {
  static const std::map<std::string, WordList, std::less<>> lists = [] {
    std::map<std::string, WordList, std::less<>> all;
    all[""] = WordList();
    for (const char* code : {"cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hu", "hy", "it",
                             "ja", "ko", "nl", "pl", "pt", "ru", "sv", "th", "tr", "uk", "vi", "zh"}) {
      const std::string file = std::string(code) + ".words";
      Result<WordList> read = WordList::read(built_in_file(file), file);
      SOJOURN_ASSERT(read.has_value(), "a word list in the program is well-formed");
      all[code] = std::move(*read);
    }
    return all;
  }();
  const auto found = lists.find(language);
  return found == lists.end() ? lists.begin()->second : found->second;
}

void WordList::fold(WordPoints& word) const {
  for (const auto& [from, to] : letters_) {
    for (size_t i = 0; i < word.size; ++i) {
      if (word.points[i] != from || to.empty()) continue;
      word.points[i] = to[0];
      if (to.size() < 2 || word.size >= kWordPointsMost) continue;
      std::copy_backward(word.points + i + 1, word.points + word.size, word.points + word.size + 1);
      word.points[i + 1] = to[1];
      ++word.size;
    }
  }
  for (const Pass& pass : passes_) {
    for (const auto& [from, to] : pass) {
      if (!ends_with(word, from)) continue;
      if (from == to) break;
      if (word.size < from.size() + kFoldLeast || word.size - from.size() + to.size() > kWordPointsMost) continue;
      word.size -= from.size();
      for (const uint32_t point : to) word.points[word.size++] = point;
      break;
    }
  }
}

uint64_t WordList::fold(std::string_view word) const {
  WordPoints points = word_points(word);
  fold(points);
  return hash_points(points.view());
}

}  // namespace sojourn
