// Numbers of a workbook as text: by the format of their cell a number is a date, a time, or itself.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

enum class NumberLook : unsigned char { kNumber, kDate, kTime, kElapsed };

// By a format's number (those that Excel knows by itself), and by the code of a workbook's own: "dd/mm/yyyy hh:mm".
NumberLook look_of_builtin(int format);
NumberLook look_of_code(std::string_view code);

// `text` as the file has it: "46082.5868055556". `epoch_1904`: days count from 1904 on. What does not read as a number,
// or is no date that Excel has, is given back as it is.
std::string number_text(std::string_view text, NumberLook look, bool epoch_1904);

}  // namespace sojourn
