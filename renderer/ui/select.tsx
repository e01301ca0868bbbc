import './select.css';

interface SelectProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { value: T; text: string }[];
  readonly disabled?: boolean;
  onChange(value: T): void;
}

/** The platform's own select, dressed: keyboard, type-ahead and screen readers come with it. */
export function Select<T extends string | number>({
  label,
  value,
  options,
  disabled,
  onChange,
}: SelectProps<T>) {
  return (
    <select
      className="select"
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => {
        const option = options[event.target.selectedIndex];
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
