import { formatPrice } from './format';

export interface CartItem {
  readonly name: string;
  readonly quantity: number;
  /** In cents. */
  readonly unitPrice: number;
}

export class Cart {
  private readonly items: CartItem[] = [];

  add(item: CartItem): void {
    this.items.push(item);
  }

  remove(name: string): boolean {
    const index = this.items.findIndex((item) => item.name === name);
    if (index < 0) return false;
    this.items.splice(index, 1);
    return true;
  }

  get count(): number {
    return this.items.reduce((sum, item) => sum + item.quantity, 0);
  }

  get total(): number {
    return this.items.reduce((sum, item) => sum + item.quantity * item.unitPrice, 0);
  }

  describe(): string {
    const lines = this.items.map((item) => `${item.quantity} x ${item.name}`);
    return [...lines, `Total: ${formatPrice(this.total)}`].join('\n');
  }
}
