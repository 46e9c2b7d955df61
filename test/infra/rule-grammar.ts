// The language of AlarmRule, as PutCompositeAlarm documents it: ALARM("name"), TRUE, FALSE, NOT, AND, OR, parentheses.

/** What the rule is when exactly these alarms are red. Throws where the text is not of the language; AND and OR side by
 * side without parentheses count as such, since nobody should need to know which binds tighter. */
export function evaluated(rule: string, red: readonly string[]): boolean {
  const tokens = rule.match(/ALARM\("[^"]*"\)|TRUE|FALSE|NOT|AND|OR|[()]|\S/g) ?? [];
  let next = 0;

  function expression(): boolean {
    const values = [operand()];
    const operators = new Set<string>();
    while (tokens[next] === 'AND' || tokens[next] === 'OR') {
      operators.add(String(tokens[next]));
      next += 1;
      values.push(operand());
    }
    if (operators.size > 1) throw new Error(`AND and OR without parentheses: ${rule}`);
    return operators.has('OR') ? values.includes(true) : !values.includes(false);
  }

  function operand(): boolean {
    const token = tokens[next];
    next += 1;
    if (token === 'TRUE' || token === 'FALSE') return token === 'TRUE';
    if (token === 'NOT') return !operand();
    if (token === '(') {
      const value = expression();
      if (tokens[next] !== ')') throw new Error(`no ")" before ${tokens[next]}: ${rule}`);
      next += 1;
      return value;
    }
    const [, name] = /^ALARM\("(.*)"\)$/.exec(token ?? '') ?? [];
    if (name === undefined) throw new Error(`unexpected ${token}: ${rule}`);
    return red.includes(name);
  }

  const value = expression();
  if (next !== tokens.length) throw new Error(`unexpected ${tokens[next]}: ${rule}`);
  return value;
}
