import { Base, Name } from './b';
@Entity({ name: 'users', schema: 's' })
export class User extends Base {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column({ type: 'enum', enum: Mood, enumName: 'mood', array: true, nullable: true }) m?: Mood[];
  @Column('varchar', { length: 80 }) n: string;
  @Column(() => Name, { prefix: 'old_name' }) name: Name;
  @ManyToOne(() => User, { nullable: false }) @JoinColumn({ name: 'boss_id' }) boss: User;
  @OneToOne(() => Name) @JoinColumn() other: Name;
}
enum Mood { Good = 'good' }
// b.ts
export abstract class Base { @CreateDateColumn() at: Date; @VersionColumn() v: number }
export class Name { @Column() firstName: string | null; @Column(() => Name) name: Name }
@Entity() class Loop extends Loop {}
