#include "base/encoding.h"

#include <unicode/ucasemap.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

namespace sojourn {

namespace {

constexpr uint64_t kHighBits = 0x8080'8080'8080'8080U;

unsigned byte_at(std::string_view bytes, size_t at) { return static_cast<unsigned char>(bytes[at]); }

// What the first byte of a UTF-8 sequence allows (RFC 3629, section 4): how many bytes follow, and the range of the
// second one, which is where overlong forms, surrogates and points past U+10FFFF show.
struct Lead {
  size_t following = 0;
  unsigned second_from = 0x80;
  unsigned second_to = 0xBF;
};

bool read_lead(unsigned first, Lead& lead) {
  if (first < 0xC2 || first > 0xF4) return false;
  lead.following = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  if (first == 0xE0) lead.second_from = 0xA0;
  if (first == 0xED) lead.second_to = 0x9F;
  if (first == 0xF0) lead.second_from = 0x90;
  if (first == 0xF4) lead.second_to = 0x8F;
  return true;
}

// How many bytes of the sequence at `at` are as they should be, and whether that is all of it.
struct Sequence {
  size_t good = 0;
  bool whole = false;
};

Sequence read_sequence(std::string_view bytes, size_t at) {
  Lead lead;
  if (!read_lead(byte_at(bytes, at), lead)) return {};
  size_t good = 1;
  for (; good <= lead.following && at + good < bytes.size(); ++good) {
    const unsigned byte = byte_at(bytes, at + good);
    const unsigned from = good == 1 ? lead.second_from : 0x80;
    const unsigned to = good == 1 ? lead.second_to : 0xBF;
    if (byte < from || byte > to) return {good, false};
  }
  return {good, good == lead.following + 1};
}

Status bad_byte(Encoding encoding, size_t at, std::string_view why) {
  return Status::invalid("it is not " + std::string(encoding_name(encoding)) + ": " + std::string(why) +
                             "; say which encoding the text has",
                         "byte " + std::to_string(at));
}

Result<std::string> utf16_to_utf8(std::string_view bytes, Encoding encoding) {
  const size_t low = encoding == Encoding::kUtf16Le ? 0 : 1;
  const auto unit = [&](size_t at) -> uint32_t { return byte_at(bytes, at + low) | byte_at(bytes, at + 1 - low) << 8; };
  const size_t end = bytes.size() - bytes.size() % 2;
  std::string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at < end; at += 2) {
    uint32_t point = unit(at);
    if (point >= 0xD800 && point < 0xE000) {
      const bool pair = point < 0xDC00 && at + 2 < end && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000;
      if (!pair) return bad_byte(encoding, at, "half of a surrogate pair stands alone");
      point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_code_point(out, point);
  }
  if (end != bytes.size()) return bad_byte(encoding, end, "the last character is cut in half");
  return out;
}

// Windows-1252 differs from Latin-1 in 0x80..0x9F only; 0 is a byte that it leaves undefined.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

Result<std::string> single_bytes_to_utf8(std::string_view bytes, Encoding encoding) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (size_t at = 0; at < bytes.size(); ++at) {
    uint32_t point = byte_at(bytes, at);
    if (encoding == Encoding::kWindows1252 && point >= 0x80 && point < 0xA0) {
      point = kWindows1252[point - 0x80];
      if (point == 0) return bad_byte(encoding, at, "the byte has no meaning there");
    }
    append_code_point(out, point);
  }
  return out;
}

// UTF-16 of mostly Latin text has a zero in every other byte; text in other encodings has none.
// The side of the zeros, when at least a third of the units have one there and hardly any on the other side.
bool looks_like_utf16(std::string_view sample, Encoding& encoding) {
  std::array<size_t, 2> zeros{};
  for (size_t at = 0; at < sample.size(); ++at) {
    if (sample[at] == '\0') ++zeros[at % 2];
  }
  const size_t units = sample.size() / 2;
  const size_t most = zeros[0] > zeros[1] ? zeros[0] : zeros[1];
  const size_t least = zeros[0] > zeros[1] ? zeros[1] : zeros[0];
  if (units == 0 || most * 3 < units || least * 10 > most) return false;
  encoding = zeros[1] > zeros[0] ? Encoding::kUtf16Le : Encoding::kUtf16Be;
  return true;
}

bool is_ascii(std::string_view bytes) {
  for (const char byte : bytes) {
    if (static_cast<unsigned char>(byte) >= 0x80) return false;
  }
  return true;
}

}  // namespace

void append_code_point(std::string& out, uint32_t point) {
  const auto put = [&out](uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8: return "utf-8";
    case Encoding::kUtf16Le: return "utf-16le";
    case Encoding::kUtf16Be: return "utf-16be";
    case Encoding::kLatin1: return "latin-1";
    case Encoding::kWindows1252: return "windows-1252";
  }
  return "utf-8";
}

EncodingGuess guess_encoding(std::string_view sample) {
  if (sample.starts_with("\xEF\xBB\xBF")) return {Encoding::kUtf8, 3};
  if (sample.starts_with("\xFF\xFE")) return {Encoding::kUtf16Le, 2};
  if (sample.starts_with("\xFE\xFF")) return {Encoding::kUtf16Be, 2};
  // Zero bytes first: UTF-16 of plain English is well-formed UTF-8 too.
  EncodingGuess guess;
  if (looks_like_utf16(sample, guess.encoding)) return guess;
  const size_t bad = find_bad_utf8(sample);
  if (bad == std::string_view::npos) return guess;
  const size_t good = read_sequence(sample, bad).good;
  if (good > 0 && bad + good == sample.size()) return guess;  // Cut off at the sample's end.
  guess.encoding = Encoding::kWindows1252;
  return guess;
}

bool is_utf8(std::string_view bytes) { return find_bad_utf8(bytes) == std::string_view::npos; }

size_t find_bad_utf8(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    while (at + 8 <= bytes.size()) {
      uint64_t eight = 0;
      std::memcpy(&eight, bytes.data() + at, sizeof eight);
      if ((eight & kHighBits) != 0) break;
      at += 8;
    }
    if (at == bytes.size()) break;
    if (byte_at(bytes, at) < 0x80) {
      ++at;
      continue;
    }
    // Text in other scripts is one such sequence after another: stay here while it lasts.
    while (at < bytes.size() && byte_at(bytes, at) >= 0x80) {
      const Sequence sequence = read_sequence(bytes, at);
      if (!sequence.whole) return at;
      at += sequence.good;
    }
  }
  return std::string_view::npos;
}

Result<std::string> to_utf8(std::string_view bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8: {
      const size_t bad = find_bad_utf8(bytes);
      if (bad != std::string_view::npos) return bad_byte(encoding, bad, "the bytes there form no character");
      return std::string(bytes);
    }
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be: return utf16_to_utf8(bytes, encoding);
    case Encoding::kLatin1:
    case Encoding::kWindows1252: return single_bytes_to_utf8(bytes, encoding);
  }
  return Status::internal("the encoding has no converter");
}

std::string fold_case(std::string_view utf8) {
  if (is_ascii(utf8)) {
    std::string out(utf8);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
  }
  struct CloseMap {
    void operator()(UCaseMap* map) const { ucasemap_close(map); }
  };
  UErrorCode code = U_ZERO_ERROR;
  static const std::unique_ptr<UCaseMap, CloseMap> map(ucasemap_open("", U_FOLD_CASE_DEFAULT, &code));
  constexpr size_t kBytesMax = 0x7FFF'FFFF / 3;
  if (map == nullptr || utf8.size() > kBytesMax) return std::string(utf8);
  // Folding makes a text at most three times as long.
  std::string out(utf8.size() * 3, '\0');
  code = U_ZERO_ERROR;
  const int32_t size = ucasemap_utf8FoldCase(map.get(), out.data(), static_cast<int32_t>(out.size()), utf8.data(),
                                             static_cast<int32_t>(utf8.size()), &code);
  if (U_FAILURE(code)) return std::string(utf8);
  out.resize(static_cast<size_t>(size));
  return out;
}

}  // namespace sojourn
