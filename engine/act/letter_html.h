// The little HTML that mail programs know: inline styles and tables, nothing from elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "act/mime.h"
#include "act/outgoing_settings.h"

namespace sojourn {

std::string html_paragraph(std::string_view words, std::string_view style = {});
std::string html_link(const std::string& address, std::string_view words);
// A whole page around it.
std::string html_letter(std::string_view language, std::string_view title, const std::string& body);

// A letter by itself, with all but its texts: sender, date, ids, and that nobody need answer it. `id` is its message's.
Letter automatic_letter(const OutgoingSettings& settings, const std::string& id, const std::string& to, Micros now);
// "2026-03-01" and "2026-03-01T10:00", on the wall clock of a zone; of one that is not known, UTC.
std::string day_in(Micros time, const std::string& zone);
std::string minute_in(Micros time, const std::string& zone);
// The address of a page of ours; "" : it is not set where that is.
std::string page_address(const OutgoingSettings& settings, std::string_view path);

}  // namespace sojourn
